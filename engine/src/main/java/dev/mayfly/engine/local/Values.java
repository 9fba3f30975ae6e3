package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;

/** All values of each key, packed: what reducers and collectors are given. */
final class Values<V> implements Column<V> {
    /** What a number may hold before a second is begun for its key, so that no part of a run is large. */
    static final int FULL = 1 << 15;

    private final Codec<V> codec;
    private final PackedOutput scratch = new PackedOutput();
    private final Slices slices = new Slices();
    private int[] counts = new int[FEWEST];

    Values(Codec<V> codec) {
        this.codec = codec;
    }

    @Override
    public void add(int number, boolean isNew, V value) {
        scratch.clear();
        codec.write(value, scratch);
        if (isNew) {
            begin(number);
        }
        counts[number]++;
        slices.append(number, scratch.array(), 0, scratch.length());
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        throw new UnsupportedOperationException("values are gathered by ValuesFold");
    }

    private void begin(int number) {
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[number] = 0;
        slices.begin(number);
    }

    @Override
    public boolean isFull(int number) {
        return slices.length(number) >= FULL;
    }

    /** How many values, then the values. */
    @Override
    public void write(int number, PackedOutput out) {
        out.writeVarint(counts[number]);
        slices.write(number, out);
    }

    @Override
    public long heapBytes() {
        return 4L * counts.length + slices.heapBytes();
    }

    @Override
    public void clear() {
        slices.clear();
        counts = new int[FEWEST];
    }
}
