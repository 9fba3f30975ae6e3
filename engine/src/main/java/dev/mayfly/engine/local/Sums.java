package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums of whole numbers, exact to 128 bits on the way: whether a sum overflows depends on all values and not on the
 * order in which threads meet them.
 */
final class Sums implements Summed<Long> {
    private long[] low = new long[FEWEST];
    /** What the sums overflowed by, in multiples of 2 to the 64; made when the first does. */
    private long @Nullable [] overflows;

    @Override
    public long bits(Long value) {
        return value;
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {
        plus(number, isNew, bits, 0);
    }

    /** In a loop so short that many answers of the memory are awaited at a time. */
    @Override
    public void addKnown(int[] numbers, long[] bits, int count) {
        for (int i = 0; i < count; i++) {
            if (numbers[i] >= 0) {
                plus(numbers[i], false, bits[i], 0);
            }
        }
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        plus(number, isNew, partial.readZigzag(), partial.readZigzag());
    }

    @Override
    public Sums fresh() {
        return new Sums();
    }

    @Override
    public boolean isBits(int number) {
        return overflow(number) == 0;
    }

    @Override
    public long bitsOf(int number) {
        return low[number];
    }

    @Override
    public void addAll(int number, boolean isNew, Primitives<?> other, int from) {
        Sums sums = (Sums) other;
        plus(number, isNew, sums.low[from], sums.overflow(from));
    }

    private void plus(int number, boolean isNew, long more, long moreOverflow) {
        if (number >= low.length) {
            low = Arrays.copyOf(low, 2 * low.length);
        }
        long before = isNew ? 0 : low[number];
        long after = before + more;
        low[number] = after;
        long overflow = moreOverflow;
        if (((before ^ after) & (more ^ after)) < 0) {
            overflow += more < 0 ? -1 : 1;
        }
        if (overflow != 0 || overflows != null) {
            count(number, isNew, overflow);
        }
    }

    private void count(int number, boolean isNew, long overflow) {
        long[] counts = overflows;
        if (counts == null) {
            counts = new long[low.length];
        } else if (number >= counts.length) {
            counts = Arrays.copyOf(counts, low.length);
        }
        counts[number] = (isNew ? 0 : counts[number]) + overflow;
        overflows = counts;
    }

    @Override
    public void write(int number, PackedOutput out) {
        out.writeZigzag(low[number]);
        out.writeZigzag(overflow(number));
    }

    private long overflow(int number) {
        return overflows == null || number >= overflows.length ? 0 : overflows[number];
    }

    /**
     * The sum.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    long sum(int number) {
        if (overflow(number) != 0) {
            throw new ArithmeticException("the sum does not fit a long");
        }
        return low[number];
    }

    @Override
    public long heapBytes() {
        return 8L * low.length + (overflows == null ? 0 : 8L * overflows.length);
    }

    @Override
    public void clear() {
        low = new long[FEWEST];
        overflows = null;
    }
}
