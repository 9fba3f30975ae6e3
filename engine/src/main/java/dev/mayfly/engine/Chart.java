package dev.mayfly.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a result's rows, as a value; the front end draws it. Immutable: each method returns another chart. Columns
 * are named as a table of the rows names them.
 *
 * @param mark how points are drawn
 * @param rows what is drawn, one point for each row
 * @param encoding which column is what
 * @param look titles and axes
 * @param cut how many further rows there are, which are not drawn
 */
public record Chart(Mark mark, Columns rows, Encoding encoding, Look look, long cut) {
    /** More points than this are not drawn; the chart then says so. */
    public static final int MOST_POINTS = 5000;

    /** How points are drawn. */
    public enum Mark {
        BAR,
        LINE,
        AREA,
        POINT,
        /** How often values of x fall into each of some ranges, each row counted as often as its y says. */
        HISTOGRAM,
        /** A field for each x and each group, y as its colour. */
        HEAT_MAP,
        /** Median, quartiles and outliers of the values of each x. */
        BOX
    }

    /**
     * Which column is what; an empty name where none is.
     *
     * @param x the horizontal axis: numbers, times, or anything else for categories
     * @param y the vertical axis: numbers; where there is none, each row counts as 1
     * @param color points of one value are one group, in one colour
     * @param facet points of one value are one picture of several
     */
    public record Encoding(String x, String y, String color, String facet) {}

    /**
     * Titles and axes.
     *
     * @param title above the picture; may be empty
     * @param xTitle below the horizontal axis
     * @param yTitle beside the vertical axis
     * @param logX whether the horizontal axis is logarithmic, which leaves out what is not above 0
     * @param logY whether the vertical one is
     * @param stacked whether the groups of bars and areas stand on each other
     * @param bins how many ranges a histogram has, about; 0 for as many as suit the values
     */
    public record Look(
            String title, String xTitle, String yTitle, boolean logX, boolean logY, boolean stacked, int bins) {}

    /**
     * One point.
     *
     * @param x a {@link Number}, or anything else for a category, shown by its {@code toString}
     * @param group the text of its colour column; empty where there is none
     * @param facet the text of its facet column; empty where there is none
     */
    public record Point(Object x, double y, String group, String facet) {
        /** A point of no group. */
        public Point(Object x, double y) {
            this(x, y, "", "");
        }
    }

    /**
     * Guesses a chart of some rows: the first column across, the last numbers upwards, what stands between them as
     * colour; several columns of numbers as a colour each; one column of numbers alone as a histogram. Numbers and times
     * across make a line, or dots where they repeat; categories make bars, or boxes where they repeat.
     *
     * @throws IllegalStateException if there are no numbers
     */
    public static Chart of(Columns rows) {
        return ChartGuess.of(rows, 0);
    }

    /** What is drawn, in the order of the rows; rows without a number in y are NaN. */
    public List<Point> points() {
        int x = rows.names().indexOf(encoding.x());
        int y = rows.names().indexOf(encoding.y());
        int color = rows.names().indexOf(encoding.color());
        int facet = rows.names().indexOf(encoding.facet());
        List<Point> points = new ArrayList<>();
        for (List<@Nullable Object> row : rows.cells()) {
            Object number = y < 0 ? Integer.valueOf(1) : row.get(y);
            points.add(new Point(
                    x < 0 ? "" : Optional.<Object>ofNullable(row.get(x)).orElse(""),
                    number instanceof Number n ? n.doubleValue() : Double.NaN,
                    text(row, color),
                    text(row, facet)));
        }
        return points;
    }

    private static String text(List<@Nullable Object> row, int column) {
        return column < 0 ? "" : String.valueOf(row.get(column));
    }

    public Chart bar() {
        return with(Mark.BAR);
    }

    public Chart line() {
        return with(Mark.LINE);
    }

    public Chart area() {
        return with(Mark.AREA);
    }

    public Chart point() {
        return with(Mark.POINT);
    }

    /** How the values across are distributed. */
    public Chart histogram() {
        return with(Mark.HISTOGRAM);
    }

    /** A histogram of about so many ranges. */
    public Chart histogram(int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("histogram(bins) needs 1 or more; got " + bins);
        }
        return with(Mark.HISTOGRAM)
                .with(new Look(look.title, look.xTitle, look.yTitle, look.logX, look.logY, look.stacked, bins));
    }

    /** A field for each x and each group, coloured by y. */
    public Chart heatMap() {
        return with(Mark.HEAT_MAP);
    }

    /** Median, quartiles and outliers for each x. */
    public Chart box() {
        return with(Mark.BOX);
    }

    public Chart title(String text) {
        return with(new Look(text, look.xTitle, look.yTitle, look.logX, look.logY, look.stacked, look.bins));
    }

    /** Names both axes. */
    public Chart axes(String x, String y) {
        return with(new Look(look.title, x, y, look.logX, look.logY, look.stacked, look.bins));
    }

    /** A logarithmic horizontal axis. */
    public Chart logX() {
        return with(new Look(look.title, look.xTitle, look.yTitle, true, look.logY, look.stacked, look.bins));
    }

    /** A logarithmic vertical axis. */
    public Chart logY() {
        return with(new Look(look.title, look.xTitle, look.yTitle, look.logX, true, look.stacked, look.bins));
    }

    /** Groups of bars and areas on each other, not beside or before each other. */
    public Chart stacked() {
        return with(new Look(look.title, look.xTitle, look.yTitle, look.logX, look.logY, true, look.bins));
    }

    /** Another column across. */
    public Chart x(String column) {
        return with(new Encoding(known(column), encoding.y, encoding.color, encoding.facet))
                .axes(column, look.yTitle);
    }

    /** Another column of numbers upwards. */
    public Chart y(String column) {
        if (!ChartGuess.isNumeric(rows, rows.names().indexOf(known(column)))) {
            throw new IllegalArgumentException("y(\"" + column + "\") needs a column of numbers");
        }
        return with(new Encoding(encoding.x, column, encoding.color, encoding.facet))
                .axes(look.xTitle, column);
    }

    /** A colour for each value of a column. */
    public Chart color(String column) {
        return with(new Encoding(encoding.x, encoding.y, known(column), encoding.facet));
    }

    /** A small picture for each value of a column. */
    public Chart facet(String column) {
        String color = encoding.color.equals(column) ? "" : encoding.color;
        return with(new Encoding(encoding.x, encoding.y, color, known(column)));
    }

    private String known(String column) {
        if (!rows.names().contains(column)) {
            throw new IllegalArgumentException(
                    "There is no column \"" + column + "\"; there are " + String.join(", ", rows.names()));
        }
        return column;
    }

    Chart with(Mark other) {
        return new Chart(other, rows, encoding, look, cut);
    }

    private Chart with(Encoding other) {
        return new Chart(mark, rows, other, look, cut);
    }

    private Chart with(Look other) {
        return new Chart(mark, rows, encoding, other, cut);
    }

    /** Says what the chart is, without its rows. */
    @Override
    public String toString() {
        return "chart of " + rows.cells().size() + " points: "
                + mark.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
