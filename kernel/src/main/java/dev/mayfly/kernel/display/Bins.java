package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ranges of a histogram, of one width, or on a logarithmic axis of one ratio. */
record Bins(List<Double> edges) {
    private static final int MOST = 200;

    /**
     * A range, and how many values fall into it.
     *
     * @param to exclusive, but for the last range
     */
    record Bin(double from, double to, double count, String group, String facet) {}

    static Bins of(ChartData data) {
        boolean log = data.chart().look().logX();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Chart.Point point : data.points()) {
            double x = at(point.x(), log);
            low = Math.min(low, x);
            high = Math.max(high, x);
        }
        int asked = data.chart().look().bins();
        // Rice's rule.
        int wanted =
                asked > 0 ? asked : (int) Math.ceil(2 * Math.cbrt(data.points().size()));
        double step =
                high > low ? Scale.niceStep((high - low) / Math.max(1, Math.min(MOST, Math.max(asked, wanted)))) : 1;
        if (log) {
            step = high > low ? (high - low) / Math.min(MOST, wanted) : 1;
        }
        double start = log ? low : Math.floor(low / step) * step;
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i == 0 || start + (i - 1) * step < high || i == 1; i++) {
            edges.add(log ? Math.pow(10, start + i * step) : start + i * step);
        }
        return new Bins(edges);
    }

    private static double at(Object x, boolean log) {
        double value = Axis.position(x);
        return log ? Math.log10(value) : value;
    }

    List<Bin> count(ChartData data) {
        Map<List<Object>, Double> counts = new LinkedHashMap<>();
        for (String facet : data.facets()) {
            for (String group : data.groups()) {
                for (int i = 0; i + 1 < edges.size(); i++) {
                    counts.put(List.of(facet, group, i), 0.0);
                }
            }
        }
        for (Chart.Point point : data.points()) {
            counts.merge(List.of(point.facet(), point.group(), bin(Axis.position(point.x()))), point.y(), Double::sum);
        }
        List<Bin> bins = new ArrayList<>();
        counts.forEach((key, count) -> {
            int i = (Integer) key.get(2);
            bins.add(new Bin(edges.get(i), edges.get(i + 1), count, (String) key.get(1), (String) key.get(0)));
        });
        return bins;
    }

    private int bin(double x) {
        int i = 0;
        while (i + 2 < edges.size() && x >= edges.get(i + 1)) {
            i++;
        }
        return i;
    }
}
