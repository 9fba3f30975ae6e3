package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.ArrayList;
import java.util.List;

/** A chart in Unicode text: categories as horizontal bars, measures as dots on a Braille grid. */
final class TextChart {
    private static final int MOST_BARS = 24;
    private static final int PLOT_ROWS = 12;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private TextChart() {}

    static String of(Chart chart, int width) {
        Axis axis = Axis.of(chart);
        List<String> lines = new ArrayList<>();
        if (!chart.title().isEmpty()) {
            lines.add(TextWidth.cut(CellText.oneLine(chart.title()), width));
        }
        if (axis == Axis.CATEGORIES || chart.mark() == Chart.Mark.BAR) {
            bars(chart, width, lines);
        } else {
            plot(chart, axis, width, lines);
        }
        return String.join("\n", lines);
    }

    private static void bars(Chart chart, int width, List<String> lines) {
        List<Chart.Point> points =
                chart.points().subList(0, Math.min(MOST_BARS, chart.points().size()));
        List<String> names = points.stream()
                .map(p -> TextWidth.cut(CellText.of(p.x()), Math.max(8, width / 3)))
                .toList();
        List<String> values =
                points.stream().map(p -> Figures.number(compact(p.y()))).toList();
        int nameWidth = widest(names);
        int valueWidth = widest(values);
        int room = Math.max(8, width - nameWidth - valueWidth - 4);
        double largest = points.stream().mapToDouble(p -> Math.abs(p.y())).max().orElse(0);
        for (int i = 0; i < points.size(); i++) {
            double y = points.get(i).y();
            String bar = bar(largest == 0 ? 0 : Math.abs(y) / largest * room);
            lines.add((TextWidth.padRight(names.get(i), nameWidth) + "  " + TextWidth.padLeft(values.get(i), valueWidth)
                            + "  " + (y < 0 ? bar.replaceAll("\\S", "░") : bar))
                    .stripTrailing());
        }
        if (points.size() < chart.points().size()) {
            lines.add("⋮ " + Figures.count(chart.points().size() - points.size()) + " more");
        }
    }

    private static String bar(double cells) {
        int eighths = (int) Math.round(cells * 8);
        return "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt(eighths % 8));
    }

    private static void plot(Chart chart, Axis axis, int width, List<String> lines) {
        double[] x = new double[chart.points().size()];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = axis.position(chart.points().get(i), i);
            y[i] = chart.points().get(i).y();
        }
        double top = max(y);
        double bottom = Math.min(min(y), chart.mark() == Chart.Mark.AREA ? 0 : Double.MAX_VALUE);
        String high = Figures.number(compact(top));
        String low = Figures.number(compact(bottom));
        int margin = Math.max(TextWidth.of(high), TextWidth.of(low));
        BrailleGrid grid = new BrailleGrid(Math.max(10, Math.min(100, width - margin - 2)), PLOT_ROWS);
        draw(grid, chart.mark(), scaled(x, min(x), max(x)), scaled(y, bottom, top));
        List<String> rows = grid.rows();
        for (int r = 0; r < rows.size(); r++) {
            String label = r == 0 ? high : r == rows.size() - 1 ? low : "";
            lines.add(TextWidth.padLeft(label, margin) + " │" + rows.get(r));
        }
        String left = CellText.of(at(chart, x, min(x)));
        String right = CellText.of(at(chart, x, max(x)));
        int gap = Math.max(1, grid.columns() - TextWidth.of(left) - TextWidth.of(right));
        lines.add(" ".repeat(margin + 2) + left + " ".repeat(gap) + right);
        if (!chart.xTitle().isEmpty() || !chart.yTitle().isEmpty()) {
            lines.add(TextWidth.cut(" ".repeat(margin + 2) + chart.yTitle() + " by " + chart.xTitle(), width));
        }
    }

    private static void draw(BrailleGrid grid, Chart.Mark mark, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            switch (mark) {
                case POINT -> grid.dot(x[i], y[i]);
                case LINE, BAR -> grid.line(x[Math.max(0, i - 1)], y[Math.max(0, i - 1)], x[i], y[i], false);
                case AREA -> grid.line(x[Math.max(0, i - 1)], y[Math.max(0, i - 1)], x[i], y[i], true);
            }
        }
    }

    private static Object at(Chart chart, double[] x, double position) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] == position) {
                return chart.points().get(i).x();
            }
        }
        return "";
    }

    private static double[] scaled(double[] values, double low, double high) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = high == low ? 0.5 : (values[i] - low) / (high - low);
        }
        return scaled;
    }

    private static Number compact(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? (Number) (long) value : (Number) value;
    }

    private static double min(double[] values) {
        return java.util.Arrays.stream(values).min().orElse(0);
    }

    private static double max(double[] values) {
        return java.util.Arrays.stream(values).max().orElse(0);
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(TextWidth::of).max().orElse(0);
    }
}
