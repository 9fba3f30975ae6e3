package dev.mayfly.engine;

import dev.mayfly.engine.Chart.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which chart suits some rows. */
final class ChartGuess {
    /** More columns of numbers than this are not drawn as groups. */
    private static final int MOST_SERIES = 8;

    private ChartGuess() {}

    /** A chart of the first rows, see {@link Chart#of}; {@code cut} further ones are not drawn. */
    static Chart of(Columns rows, long cut) {
        int columns = rows.names().size();
        if (rows.cells().isEmpty()) {
            return new Chart(Mark.BAR, rows, new Chart.Encoding("", "", "", ""), look("", ""), cut);
        }
        if (columns == 1) {
            if (!isNumeric(rows, 0)) {
                throw new IllegalStateException(
                        "A chart needs rows of two columns, a category and a number; these have one: "
                                + "group them first, as in .groupBy(...).count().chart().");
            }
            String x = rows.names().get(0);
            return new Chart(Mark.HISTOGRAM, rows, new Chart.Encoding(x, "", "", ""), look(x, "count"), cut);
        }
        List<Integer> measures = new ArrayList<>();
        for (int i = 1; i < columns; i++) {
            if (isNumeric(rows, i)) {
                measures.add(i);
            }
        }
        if (measures.isEmpty()) {
            throw new IllegalStateException("A chart needs numbers in its second column, "
                    + rows.names().get(1) + "; found \""
                    + Optional.<Object>ofNullable(rows.cells().get(0).get(1)).orElse("nothing") + "\".");
        }
        boolean wide = measures.size() == columns - 1 && measures.size() > 1 && measures.size() <= MOST_SERIES;
        Columns drawn = wide ? longer(rows) : rows;
        String x = drawn.names().get(0);
        String y = wide ? "value" : rows.names().get(measures.get(measures.size() - 1));
        String color = wide
                ? "series"
                : columns > 2 && !isNumeric(rows, 1) ? rows.names().get(1) : "";
        Chart chart = new Chart(Mark.BAR, drawn, new Chart.Encoding(x, y, color, ""), look(x, wide ? "" : y), cut);
        return chart.with(mark(chart.points()));
    }

    private static Chart.Look look(String x, String y) {
        return new Chart.Look("", x, y, false, false, false, 0);
    }

    private static Mark mark(List<Chart.Point> points) {
        boolean measured = points.stream().allMatch(point -> isMeasure(point.x()));
        long places = points.stream()
                .map(point -> List.of(point.x(), point.group()))
                .distinct()
                .count();
        boolean repeats = places < points.size();
        if (measured) {
            return repeats ? Mark.POINT : Mark.LINE;
        }
        return repeats && points.size() >= 3 * places ? Mark.BOX : Mark.BAR;
    }

    private static boolean isMeasure(Object x) {
        return x instanceof Number || x instanceof java.time.temporal.Temporal;
    }

    /** Rows of several numbers as several rows of one, each with its column's name. */
    private static Columns longer(Columns rows) {
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (List<@Nullable Object> row : rows.cells()) {
            for (int i = 1; i < row.size(); i++) {
                List<@Nullable Object> one = new ArrayList<>();
                one.add(row.get(0));
                one.add(rows.names().get(i));
                one.add(row.get(i));
                cells.add(one);
            }
        }
        return new Columns(List.of(rows.names().get(0), "series", "value"), cells);
    }

    static boolean isNumeric(Columns rows, int column) {
        boolean some = false;
        for (List<@Nullable Object> row : rows.cells()) {
            Object cell = row.get(column);
            if (cell != null && !(cell instanceof Number)) {
                return false;
            }
            some |= cell != null;
        }
        return some;
    }
}
