package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;

/** The number of values. */
final class Counts implements Summed<Object> {
    private long[] counts = new long[FEWEST];

    @Override
    public long bits(Object value) {
        return 1;
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {
        plus(number, isNew, bits);
    }

    /** In a loop so short that many answers of the memory are awaited at a time. */
    @Override
    public void addKnown(int[] numbers, long[] bits, int count) {
        long[] known = counts;
        for (int i = 0; i < count; i++) {
            if (numbers[i] >= 0) {
                known[numbers[i]] += bits[i];
            }
        }
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        plus(number, isNew, partial.readVarint());
    }

    @Override
    public Counts fresh() {
        return new Counts();
    }

    @Override
    public boolean isBits(int number) {
        return true;
    }

    @Override
    public long bitsOf(int number) {
        return counts[number];
    }

    @Override
    public void addAll(int number, boolean isNew, Primitives<?> other, int from) {
        plus(number, isNew, ((Counts) other).counts[from]);
    }

    private void plus(int number, boolean isNew, long more) {
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[number] = (isNew ? 0 : counts[number]) + more;
    }

    @Override
    public void write(int number, PackedOutput out) {
        out.writeVarint(counts[number]);
    }

    long count(int number) {
        return counts[number];
    }

    @Override
    public long heapBytes() {
        return 8L * counts.length;
    }

    @Override
    public void clear() {
        if (counts.length > FEWEST) {
            counts = new long[FEWEST];
        }
    }
}
