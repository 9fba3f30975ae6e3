package dev.mayfly.engine.spill;

import java.util.Arrays;

/**
 * How often each value occurs, by its bytes: an open-addressing table of indexes into an arena, so that a value costs
 * its bytes and some 28 more, and no object. For one thread.
 */
final class CountTable {
    private static final int FIRST_SLOTS = 1 << 9;
    private static final long SEED = 0;

    private final PackedOutput arena = new PackedOutput(1 << 12);
    /** Index of an entry plus 1, or 0. A power of two of slots, at most half of them taken. */
    private int[] slots = new int[FIRST_SLOTS];

    private int[] hashes = new int[FIRST_SLOTS / 2];
    private int[] starts = new int[FIRST_SLOTS / 2 + 1];
    private long[] counts = new long[FIRST_SLOTS / 2];
    private int distinct;
    private long total;

    /** Counts a value that occurs so many times more. */
    void add(byte[] from, int offset, int length, long times) {
        int hash = (int) PackedHash.of(from, offset, length, SEED);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && isEqual(entry, from, offset, length)) {
                counts[entry] += times;
                total += times;
                return;
            }
        }
        insert(slot, hash, from, offset, length, times);
    }

    private void insert(int slot, int hash, byte[] from, int offset, int length, long times) {
        slots[slot] = distinct + 1;
        hashes[distinct] = hash;
        counts[distinct] = times;
        arena.writeBytes(from, offset, length);
        distinct++;
        starts[distinct] = arena.length();
        total += times;
        if (distinct == hashes.length) {
            grow();
        }
    }

    private boolean isEqual(int entry, byte[] from, int offset, int length) {
        return Arrays.equals(arena.array(), starts[entry], starts[entry + 1], from, offset, offset + length);
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * distinct);
        counts = Arrays.copyOf(counts, 2 * distinct);
        starts = Arrays.copyOf(starts, 2 * distinct + 1);
        slots = new int[4 * distinct];
        int mask = slots.length - 1;
        for (int entry = 0; entry < distinct; entry++) {
            int slot = hashes[entry] & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = entry + 1;
        }
    }

    int distinct() {
        return distinct;
    }

    /** All values counted since the table was cleared. */
    long total() {
        return total;
    }

    /** Bytes of the distinct values. */
    int bytes() {
        return arena.length();
    }

    /** Writes each distinct value behind its count. */
    void writeTo(RecordAppender appender) {
        for (int entry = 0; entry < distinct; entry++) {
            appender.out().writeVarint(counts[entry]);
            appender.out().writeBytes(arena.array(), starts[entry], starts[entry + 1] - starts[entry]);
            appender.end();
        }
    }

    /** Forgets all values, and keeps the room. */
    void clear() {
        Arrays.fill(slots, 0);
        arena.clear();
        distinct = 0;
        total = 0;
    }
}
