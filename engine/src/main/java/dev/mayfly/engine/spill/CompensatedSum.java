package dev.mayfly.engine.spill;

/** A sum of doubles that carries what rounding lost (Neumaier's variant of Kahan's algorithm). For one thread. */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double value) {
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
    }

    /** Adds a value a number of times. */
    void add(double value, long times) {
        // The product is exact in two parts, by a fused multiply-add.
        double product = value * (double) times;
        add(product);
        add(Math.fma(value, (double) times, -product));
    }

    double value() {
        // Infinities leave a NaN in what was lost.
        return Double.isFinite(sum) ? sum + lost : sum;
    }
}
