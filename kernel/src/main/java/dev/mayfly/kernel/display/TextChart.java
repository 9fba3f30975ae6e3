package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.ArrayList;
import java.util.List;

/** A chart in Unicode text: categories as horizontal bars, measures as dots on a Braille grid. */
final class TextChart {
    private static final int MOST_BARS = 24;
    private static final int MOST_FACETS = 6;
    private static final String SHADES = "·░▒▓█";
    private static final int PLOT_ROWS = 12;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private TextChart() {}

    static String of(ChartData data, int width) {
        List<String> lines = new ArrayList<>();
        if (!data.chart().look().title().isEmpty()) {
            lines.add(TextWidth.cut(CellText.oneLine(data.chart().look().title()), width));
        }
        List<String> facets =
                data.facets().subList(0, Math.min(MOST_FACETS, data.facets().size()));
        for (String facet : facets) {
            if (data.isFaceted()) {
                lines.add(TextWidth.cut("▪ " + CellText.oneLine(facet), width));
            }
            one(data, facet, width, lines);
        }
        if (facets.size() < data.facets().size()) {
            lines.add("⋮ " + Figures.count(data.facets().size() - facets.size(), "more picture"));
        }
        return String.join("\n", lines);
    }

    private static void one(ChartData data, String facet, int width, List<String> lines) {
        List<Chart.Point> points = data.in(facet);
        switch (data.chart().mark()) {
            case HISTOGRAM -> bars(bins(data, facet), width, lines, false);
            case HEAT_MAP -> heat(data, points, width, lines);
            case BOX -> boxes(data, points, width, lines);
            case BAR ->
                bars(named(data, points), width, lines, data.chart().look().logY());
            case LINE, AREA, POINT -> {
                if (data.axis() == Axis.CATEGORIES) {
                    bars(named(data, points), width, lines, data.chart().look().logY());
                } else {
                    plot(data, points, width, lines);
                }
            }
        }
    }

    /** What one bar shows. */
    private record Bar(String name, double value) {}

    private static List<Bar> named(ChartData data, List<Chart.Point> points) {
        return points.stream()
                .map(p -> new Bar(
                        CellText.of(p.x()) + (data.isGrouped() ? " · " + CellText.oneLine(p.group()) : ""), p.y()))
                .toList();
    }

    private static List<Bar> bins(ChartData data, String facet) {
        return Bins.of(data).count(data).stream()
                .filter(bin -> bin.facet().equals(facet))
                .map(bin -> new Bar(
                        place(data, bin.from()) + " – " + place(data, bin.to())
                                + (data.isGrouped() ? " · " + CellText.oneLine(bin.group()) : ""),
                        bin.count()))
                .toList();
    }

    private static String place(ChartData data, double value) {
        return data.axis() == Axis.TIMES
                ? java.time.Instant.ofEpochMilli((long) value).toString()
                : Figures.number(compact(Math.round(value * 1e6) / 1e6));
    }

    private static void heat(ChartData data, List<Chart.Point> points, int width, List<String> lines) {
        List<String> groups =
                data.groups().subList(0, Math.min(MOST_BARS, data.groups().size()));
        int nameWidth = Math.min(width / 3, widest(groups));
        int columns = Math.max(1, Math.min(data.categories().size(), width - nameWidth - 2));
        List<Double> all = data.points().stream().map(Chart.Point::y).toList();
        double low = MarkPainter.least(all);
        double high = ChartScales.greatest(all);
        for (String group : groups) {
            StringBuilder row =
                    new StringBuilder(TextWidth.padRight(TextWidth.cut(group, nameWidth), nameWidth) + "  ");
            double[] values = new double[columns];
            java.util.Arrays.fill(values, Double.NaN);
            for (Chart.Point point : ChartData.of(points, group)) {
                int column = data.index(point.x());
                if (column < columns) {
                    values[column] = point.y();
                }
            }
            for (double value : values) {
                row.append(
                        Double.isNaN(value)
                                ? ' '
                                : SHADES.charAt(high > low ? (int) Math.round((value - low) / (high - low) * 4) : 2));
            }
            lines.add(row.toString().stripTrailing());
        }
        if (groups.size() < data.groups().size() || columns < data.categories().size()) {
            lines.add("⋮ not all fields shown");
        }
        lines.add(TextWidth.cut(
                Figures.number(compact(low)) + " " + SHADES + " " + Figures.number(compact(high)) + ", "
                        + data.categories().get(0) + " to " + data.categories().get(columns - 1),
                width));
    }

    private static void boxes(ChartData data, List<Chart.Point> points, int width, List<String> lines) {
        List<List<?>> rows = new ArrayList<>();
        for (String category : data.categories()) {
            for (String group : data.groups()) {
                List<Double> values = ChartData.of(points, group).stream()
                        .filter(point -> ChartData.label(point.x()).equals(category))
                        .map(Chart.Point::y)
                        .toList();
                if (!values.isEmpty() && rows.size() < MOST_BARS) {
                    Quartiles box = Quartiles.of(values);
                    rows.add(List.of(
                            category + (data.isGrouped() ? " · " + group : ""),
                            compact(box.low()),
                            compact(box.first()),
                            compact(box.median()),
                            compact(box.third()),
                            compact(box.high()),
                            box.beyond().size()));
                }
            }
        }
        List<String> names = List.of(data.chart().look().xTitle(), "low", "first", "median", "third", "high", "beyond");
        List<List<@org.jspecify.annotations.Nullable Object>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(new ArrayList<>(row)));
        Table table = Table.of(new dev.mayfly.engine.Columns(names, cells), cells.size(), cells.size());
        lines.addAll(TextTable.whole(table, width).lines().toList());
    }

    private static void bars(List<Bar> all, int width, List<String> lines, boolean log) {
        List<Bar> points = all.subList(0, Math.min(MOST_BARS, all.size()));
        List<String> names = points.stream()
                .map(p -> TextWidth.cut(p.name(), Math.max(8, width / 3)))
                .toList();
        List<String> values =
                points.stream().map(p -> Figures.number(compact(p.value()))).toList();
        int nameWidth = widest(names);
        int valueWidth = widest(values);
        int room = Math.max(8, width - nameWidth - valueWidth - 4);
        double largest =
                points.stream().mapToDouble(p -> Math.abs(p.value())).max().orElse(0);
        double smallest = points.stream().mapToDouble(Bar::value).min().orElse(1);
        for (int i = 0; i < points.size(); i++) {
            double y = points.get(i).value();
            double part = largest == 0 ? 0 : Math.abs(y) / largest;
            if (log) {
                double floor = Math.floor(Math.log10(smallest) - 1e-9);
                part = (Math.log10(y) - floor) / Math.max(1e-9, Math.log10(largest) - floor);
            }
            String bar = bar(part * room);
            lines.add((TextWidth.padRight(names.get(i), nameWidth) + "  " + TextWidth.padLeft(values.get(i), valueWidth)
                            + "  " + (y < 0 ? bar.replaceAll("\\S", "░") : bar))
                    .stripTrailing());
        }
        if (points.size() < all.size()) {
            lines.add("⋮ " + Figures.count(all.size() - points.size()) + " more");
        }
    }

    private static String bar(double cells) {
        int eighths = (int) Math.round(cells * 8);
        return "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt(eighths % 8));
    }

    private static void plot(ChartData data, List<Chart.Point> points, int width, List<String> lines) {
        ChartScales scales = ChartScales.of(data);
        Chart.Look look = data.chart().look();
        List<Double> ys = data.points().stream().map(Chart.Point::y).toList();
        double top = ChartScales.greatest(ys);
        double bottom = data.chart().mark() == Chart.Mark.AREA && !look.logY()
                ? Math.min(0, ChartScales.least(ys))
                : ChartScales.least(ys);
        String high = Figures.number(compact(top));
        String low = Figures.number(compact(bottom));
        int margin = Math.max(TextWidth.of(high), TextWidth.of(low));
        BrailleGrid grid = new BrailleGrid(Math.max(10, Math.min(100, width - margin - 2)), PLOT_ROWS);
        List<Double> xs = data.points().stream()
                .map(point -> scales.across(data, point.x()))
                .toList();
        for (String group : data.groups()) {
            List<Chart.Point> some = ChartData.of(points, group);
            double[] x =
                    some.stream().mapToDouble(p -> scales.across(data, p.x())).toArray();
            double[] y = some.stream().mapToDouble(p -> scales.up(p.y())).toArray();
            draw(
                    grid,
                    data.chart().mark(),
                    scaled(x, ChartScales.least(xs), ChartScales.greatest(xs)),
                    scaled(y, scales.up(bottom), scales.up(top)));
        }
        List<String> rows = grid.rows();
        for (int r = 0; r < rows.size(); r++) {
            String label = r == 0 ? high : r == rows.size() - 1 ? low : "";
            lines.add(TextWidth.padLeft(label, margin) + " │" + rows.get(r));
        }
        java.util.Comparator<Chart.Point> across = java.util.Comparator.comparingDouble(p -> Axis.position(p.x()));
        String left =
                CellText.of(data.points().stream().min(across).orElseThrow().x());
        String right =
                CellText.of(data.points().stream().max(across).orElseThrow().x());
        int gap = Math.max(1, grid.columns() - TextWidth.of(left) - TextWidth.of(right));
        lines.add(TextWidth.cut(" ".repeat(margin + 2) + left + " ".repeat(gap) + right, width));
        if (!look.xTitle().isEmpty() || !look.yTitle().isEmpty()) {
            lines.add(TextWidth.cut(" ".repeat(margin + 2) + look.yTitle() + " by " + look.xTitle(), width));
        }
    }

    private static void draw(BrailleGrid grid, Chart.Mark mark, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            int before = Math.max(0, i - 1);
            switch (mark) {
                case POINT, HEAT_MAP, BOX -> grid.dot(x[i], y[i]);
                case LINE, BAR, HISTOGRAM -> grid.line(x[before], y[before], x[i], y[i], false);
                case AREA -> grid.line(x[before], y[before], x[i], y[i], true);
            }
        }
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

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(TextWidth::of).max().orElse(0);
    }
}
