package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Chart.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The axes of a chart, the same for all of its small pictures.
 *
 * @param x empty where categories lie across
 * @param y empty where groups lie upwards
 * @param bins empty unless it is a histogram
 */
record ChartScales(Optional<Scale> x, Optional<Scale> y, List<Bins.Bin> bins) {
    private static final int ACROSS = 8;
    private static final int UPWARDS = 6;

    static ChartScales of(ChartData data) {
        Chart chart = data.chart();
        List<Bins.Bin> bins = chart.mark() == Mark.HISTOGRAM ? Bins.of(data).count(data) : List.of();
        return new ChartScales(across(data, bins), upwards(data, bins), bins);
    }

    private static Optional<Scale> across(ChartData data, List<Bins.Bin> bins) {
        if (data.axis() == Axis.CATEGORIES) {
            return Optional.empty();
        }
        List<Double> places = new ArrayList<>();
        data.points().forEach(point -> places.add(Axis.position(point.x())));
        bins.forEach(bin -> {
            places.add(bin.from());
            places.add(bin.to());
        });
        double low = least(places);
        double high = greatest(places);
        int about = data.isFaceted() ? ACROSS / 2 : ACROSS;
        if (data.axis() == Axis.TIMES) {
            return Optional.of(Scale.time(low, high, about));
        }
        return Optional.of(data.chart().look().logX() ? Scale.log(low, high) : Scale.linear(low, high, about));
    }

    private static Optional<Scale> upwards(ChartData data, List<Bins.Bin> bins) {
        Chart chart = data.chart();
        if (chart.mark() == Mark.HEAT_MAP) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        if (chart.mark() == Mark.HISTOGRAM) {
            values.addAll(stacked(bins.stream()
                    .map(bin -> new Chart.Point(bin.from(), bin.count(), bin.group(), bin.facet()))
                    .toList()));
        } else if (data.isStacked()) {
            values.addAll(stacked(data.points()));
        } else {
            data.points().forEach(point -> values.add(point.y()));
        }
        if (chart.look().logY()) {
            values.removeIf(value -> value <= 0);
            return Optional.of(values.isEmpty() ? Scale.log(1, 10) : Scale.log(least(values), greatest(values)));
        }
        boolean fromZero = chart.mark() == Mark.BAR || chart.mark() == Mark.AREA || chart.mark() == Mark.HISTOGRAM;
        if (fromZero) {
            values.add(0.0);
        }
        return Optional.of(Scale.linear(least(values), greatest(values), UPWARDS));
    }

    private static List<Double> stacked(List<Chart.Point> points) {
        Map<List<Object>, Double> sums = new HashMap<>();
        for (Chart.Point point : points) {
            sums.merge(List.of(point.facet(), point.x(), point.y() < 0), point.y(), Double::sum);
        }
        return List.copyOf(sums.values());
    }

    static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }

    static double greatest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }

    /** Where a value of x lies, from 0 to 1; a category in the middle of its share. */
    double across(ChartData data, Object value) {
        return x.map(scale -> scale.place(Axis.position(value)))
                .orElseGet(() -> (data.index(value) + 0.5)
                        / Math.max(1, data.categories().size()));
    }

    /** Where a value of y lies, from 0 to 1. */
    double up(double value) {
        return y.map(scale -> scale.place(value)).orElse(0.0);
    }

    /** Where bars and areas begin. */
    double base() {
        return y.map(scale -> scale.kind() == Scale.Kind.LOG ? 0 : Math.max(0, Math.min(1, scale.place(0))))
                .orElse(0.0);
    }
}
