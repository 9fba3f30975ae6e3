package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;

/**
 * Sums and counts of floating-point values. A sum is held in two parts that never overlap (Dekker's double-double), so
 * that the order of addition does not show but in the rarest last bit.
 */
final class DoubleSums implements Primitives<Double> {
    private static final int FIELDS = 2;

    /** Sum and error, key by key. */
    private double[] parts = new double[FIELDS * FEWEST];

    private long[] counts = new long[FEWEST];

    @Override
    public long bits(Double value) {
        return Double.doubleToRawLongBits(value);
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {
        begin(number, isNew);
        plus(number, Double.longBitsToDouble(bits));
        counts[number]++;
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        begin(number, isNew);
        plus(number, Double.longBitsToDouble(partial.readFixed64()));
        plus(number, Double.longBitsToDouble(partial.readFixed64()));
        counts[number] += partial.readVarint();
    }

    @Override
    public DoubleSums fresh() {
        return new DoubleSums();
    }

    @Override
    public void addAll(int number, boolean isNew, Primitives<?> other, int from) {
        DoubleSums sums = (DoubleSums) other;
        begin(number, isNew);
        plus(number, sums.parts[FIELDS * from]);
        plus(number, sums.parts[FIELDS * from + 1]);
        counts[number] += sums.counts[from];
    }

    private void begin(int number, boolean isNew) {
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        if (isNew) {
            counts[number] = 0;
            // Negative zero is the neutral element: it keeps the sign of a sum of negative zeros.
            parts[FIELDS * number] = -0.0;
            parts[FIELDS * number + 1] = -0.0;
        }
    }

    private void plus(int number, double value) {
        double sum = parts[FIELDS * number];
        double total = sum + value;
        if (!Double.isFinite(total)) {
            parts[FIELDS * number] = total;
            parts[FIELDS * number + 1] = -0.0;
            return;
        }
        double part = total - sum;
        double error = parts[FIELDS * number + 1] + ((sum - (total - part)) + (value - part));
        double high = total + error;
        parts[FIELDS * number] = high;
        parts[FIELDS * number + 1] = error - (high - total);
    }

    @Override
    public void write(int number, PackedOutput out) {
        out.writeFixed64(Double.doubleToRawLongBits(parts[FIELDS * number]));
        out.writeFixed64(Double.doubleToRawLongBits(parts[FIELDS * number + 1]));
        out.writeVarint(counts[number]);
    }

    double sum(int number) {
        return parts[FIELDS * number];
    }

    double average(int number) {
        return (parts[FIELDS * number] + parts[FIELDS * number + 1]) / counts[number];
    }

    @Override
    public long heapBytes() {
        return 8L * parts.length + 8L * counts.length;
    }

    @Override
    public void clear() {
        parts = new double[FIELDS * FEWEST];
        counts = new long[FEWEST];
    }
}
