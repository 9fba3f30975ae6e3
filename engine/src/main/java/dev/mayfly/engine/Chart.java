package dev.mayfly.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture of a result's rows, as a value; the front end draws it. Immutable: each method returns another chart.
 *
 * @param mark how points are drawn
 * @param title above the picture; may be empty
 * @param xTitle below the horizontal axis
 * @param yTitle beside the vertical axis
 * @param points in drawing order
 */
public record Chart(Mark mark, String title, String xTitle, String yTitle, List<Point> points) {
    /** More points than this are not drawn. */
    public static final int MOST_POINTS = 1000;

    /** How points are drawn. */
    public enum Mark {
        BAR,
        LINE,
        AREA,
        POINT
    }

    /**
     * One point.
     *
     * @param x a {@link Number}, or anything else for a category, shown by its {@code toString}
     */
    public record Point(Object x, double y) {}

    public Chart {
        points = List.copyOf(points);
    }

    /**
     * Charts the first two columns of some rows: categories as bars, numbers as a line.
     *
     * @throws IllegalStateException if there is no second column, or it holds no numbers
     */
    public static Chart of(Columns rows) {
        if (rows.cells().isEmpty()) {
            return new Chart(Mark.BAR, "", "", "", List.of());
        }
        if (rows.names().size() < 2) {
            throw new IllegalStateException(
                    "A chart needs rows of two columns, a category and a number; these have one: "
                            + "group them first, as in .groupBy(...).count().chart().");
        }
        List<Point> points = new ArrayList<>();
        for (List<?> row : rows.cells()) {
            Object y = Optional.<Object>ofNullable(row.get(1)).orElse("nothing");
            if (!(y instanceof Number number)) {
                throw new IllegalStateException("A chart needs numbers in its second column, "
                        + rows.names().get(1) + "; found \"" + y + "\".");
            }
            points.add(new Point(Optional.<Object>ofNullable(row.get(0)).orElse(""), number.doubleValue()));
        }
        boolean numeric = points.stream().allMatch(point -> point.x() instanceof Number);
        return new Chart(
                numeric ? Mark.LINE : Mark.BAR,
                "",
                rows.names().get(0),
                rows.names().get(1),
                points);
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

    public Chart title(String text) {
        return new Chart(mark, text, xTitle, yTitle, points);
    }

    /** Names both axes. */
    public Chart axes(String x, String y) {
        return new Chart(mark, title, x, y, points);
    }

    private Chart with(Mark other) {
        return new Chart(other, title, xTitle, yTitle, points);
    }
}
