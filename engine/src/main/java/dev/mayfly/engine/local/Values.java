package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;

/** All values of each key, packed: what percentiles, reducers and collectors are given. */
final class Values<V> implements Column<V> {
    /** What a number may hold before a second is begun for its key, so that no part of a run is large. */
    private static final int FULL = 1 << 15;

    private final Codec<V> codec;
    private final PackedOutput scratch = new PackedOutput();
    private final Slices slices = new Slices();
    private int[] counts = new int[FEWEST];
    private int[] lengths = new int[FEWEST];
    private int[] firsts = new int[FEWEST];
    /** Where the next byte goes. */
    private int[] nexts = new int[FEWEST];
    /** Where the current slice ends. */
    private int[] limits = new int[FEWEST];

    private byte[] levels = new byte[FEWEST];

    Values(Codec<V> codec) {
        this.codec = codec;
    }

    @Override
    public void add(int number, boolean isNew, V value) {
        scratch.clear();
        codec.write(value, scratch);
        append(number, isNew, 1, scratch.array(), 0, scratch.length());
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        throw new UnsupportedOperationException("values are gathered by Gathered");
    }

    private void append(int number, boolean isNew, int count, byte[] from, int offset, int length) {
        if (isNew) {
            begin(number);
        }
        counts[number] += count;
        lengths[number] += length;
        int at = offset;
        int left = length;
        while (left > 0) {
            int room = limits[number] - nexts[number];
            if (room == 0) {
                levels[number] = (byte) Slices.nextLevel(levels[number]);
                nexts[number] = slices.extend(limits[number], levels[number]);
                room = Slices.size(levels[number]);
                limits[number] = nexts[number] + room;
            }
            int part = Math.min(room, left);
            slices.put(nexts[number], from, at, part);
            nexts[number] += part;
            at += part;
            left -= part;
        }
    }

    private void begin(int number) {
        if (number >= counts.length) {
            int larger = 2 * counts.length;
            counts = Arrays.copyOf(counts, larger);
            lengths = Arrays.copyOf(lengths, larger);
            firsts = Arrays.copyOf(firsts, larger);
            nexts = Arrays.copyOf(nexts, larger);
            limits = Arrays.copyOf(limits, larger);
            levels = Arrays.copyOf(levels, larger);
        }
        counts[number] = 0;
        lengths[number] = 0;
        levels[number] = 0;
        firsts[number] = slices.begin();
        nexts[number] = firsts[number];
        limits[number] = firsts[number] + Slices.firstSize();
    }

    @Override
    public boolean isFull(int number) {
        return lengths[number] >= FULL;
    }

    /** How many values, then the values. */
    @Override
    public void write(int number, PackedOutput out) {
        out.writeVarint(counts[number]);
        slices.write(firsts[number], lengths[number], out);
    }

    @Override
    public long heapBytes() {
        return 21L * counts.length + slices.heapBytes();
    }

    @Override
    public void clear() {
        slices.clear();
        counts = new int[FEWEST];
        lengths = new int[FEWEST];
        firsts = new int[FEWEST];
        nexts = new int[FEWEST];
        limits = new int[FEWEST];
        levels = new byte[FEWEST];
    }
}
