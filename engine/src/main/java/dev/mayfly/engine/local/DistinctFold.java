package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;

/**
 * Counts the distinct values of keys from entries that each hold a key and one value: {@link MapSide} makes them and
 * {@link Runs} brings equal ones together. Entries of keys that share half of a hash are mixed, so their keys are counted
 * in a table until the half changes.
 */
final class DistinctFold {
    private static final int SUFFIX = 4;

    private final PackedInput suffix = new PackedInput();
    private final KeyTable keys = new KeyTable();
    private final Counts counts = new Counts();
    private int[] sorted = new int[0];

    /** Where an entry is sorted: first by its key, then by all of it. */
    static long place(long keyHash, long entryHash) {
        return (keyHash & 0xFFFFFFFF00000000L) | (entryHash >>> 32);
    }

    /** Whether two entries may be of one key. */
    static boolean near(long place, long other) {
        return (place ^ other) >>> 32 == 0;
    }

    void clear() {
        keys.clear();
        counts.clear();
    }

    /** Counts an entry that differs from the last. */
    void add(byte[] bytes, int start, int length) {
        suffix.reset(bytes, start + length - SUFFIX, SUFFIX);
        int keyLength = suffix.readFixed32();
        long place = KeyTable.hash(bytes, start, keyLength);
        int number = keys.number(bytes, start, keyLength, place);
        counts.add(number, keys.added(), number);
    }

    /** How many keys were counted; they are in order. */
    int sort() {
        sorted = Order.of(keys);
        return sorted.length;
    }

    /** Reads from a counted key's first byte. */
    void key(int index, PackedInput in) {
        int number = sorted[index];
        in.reset(keys.bytes(number), keys.start(number), keys.length(number));
    }

    void count(int index, PackedOutput out) {
        counts.write(sorted[index], out);
    }

    long count(int index) {
        return counts.count(sorted[index]);
    }
}
