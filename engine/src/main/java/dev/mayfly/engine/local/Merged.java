package dev.mayfly.engine.local;

import dev.mayfly.engine.Merge;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;

/** One value a key, merged pairwise: extremes, and what the user merges. */
final class Merged<V> implements Column<V> {
    /** Every so many merges the size of a value is looked at anew: a merge may make it grow. */
    private static final int SAMPLE = 256;

    private static final int OBJECT = 48;

    private final Merge<V> merge;
    private final Codec<V> codec;
    private final PackedOutput sample = new PackedOutput();
    private Object[] values = new Object[FEWEST];
    private int count;
    private long merges;
    private long sampled;
    private long sampledBytes;

    Merged(Merge<V> merge, Codec<V> codec) {
        this.merge = merge;
        this.codec = codec;
    }

    static <V extends Comparable<? super V>> Merge<V> least() {
        return (left, right) -> right.compareTo(left) < 0 ? right : left;
    }

    static <V extends Comparable<? super V>> Merge<V> greatest() {
        return (left, right) -> right.compareTo(left) > 0 ? right : left;
    }

    @Override
    public void add(int number, boolean isNew, V value) throws Exception {
        if (number >= values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        V merged = isNew ? value : merge.merge(value(number), value);
        if (merged == null) {
            throw new IllegalStateException("combine(...) merged two values into null: return a value");
        }
        values[number] = merged;
        count = Math.max(count, number + 1);
        if (merges++ % SAMPLE == 0) {
            sample.clear();
            codec.write(merged, sample);
            sampled++;
            sampledBytes += sample.length();
        }
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) throws Exception {
        add(number, isNew, codec.read(partial));
    }

    @Override
    public void write(int number, PackedOutput out) {
        codec.write(value(number), out);
    }

    @SuppressWarnings("unchecked") // only values of V are put there
    V value(int number) {
        return (V) values[number];
    }

    @Override
    public long heapBytes() {
        long each = sampled == 0 ? 0 : OBJECT + 2 * sampledBytes / sampled;
        return 8L * values.length + each * count;
    }

    @Override
    public void clear() {
        values = new Object[FEWEST];
        count = 0;
    }
}
