package dev.mayfly.kernel.display;

import java.util.List;

/**
 * Tukey's box: quartiles by linear interpolation, whiskers to the outermost values within one and a half times the
 * distance of the quartiles, and what lies beyond.
 */
record Quartiles(double low, double first, double median, double third, double high, List<Double> beyond) {
    static Quartiles of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double first = at(sorted, 0.25);
        double third = at(sorted, 0.75);
        double reach = 1.5 * (third - first);
        double low = java.util.Arrays.stream(sorted)
                .filter(value -> value >= first - reach)
                .min()
                .orElse(first);
        double high = java.util.Arrays.stream(sorted)
                .filter(value -> value <= third + reach)
                .max()
                .orElse(third);
        List<Double> beyond = java.util.Arrays.stream(sorted)
                .filter(value -> value < low || value > high)
                .boxed()
                .toList();
        return new Quartiles(low, first, at(sorted, 0.5), third, high, beyond);
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
