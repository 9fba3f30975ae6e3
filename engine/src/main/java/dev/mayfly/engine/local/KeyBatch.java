package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedOutput;
import org.jspecify.annotations.Nullable;

/**
 * Some emitted pairs that wait to be added to a table together. A table beyond the processor's caches answers after some
 * hundred cycles, whoever asks; asked for many keys one behind the other, without a branch on an answer between, the
 * processor has ten questions under way at a time. Used by one thread.
 */
final class KeyBatch {
    /** Few enough that the batch itself stays in the nearest cache. */
    static final int SIZE = 128;

    /** The keys, one behind the other. */
    private final PackedOutput keys = new PackedOutput(1 << 12);

    private final int[] ends = new int[SIZE];
    private final long[] places = new long[SIZE];
    private final long[] bits = new long[SIZE];
    private final int[] numbers = new int[SIZE];
    private final long[] entries = new long[SIZE];
    private int count;
    private int start;

    /** Where the next key is to be written: at the end. */
    PackedOutput keys() {
        return keys;
    }

    /** Where the key starts that is being written. */
    int start() {
        return start;
    }

    /** Forgets a key that was not written whole. */
    void abandon() {
        keys.truncate(start);
    }

    /** Ends the key that was written; whether the batch is full with it. */
    boolean add(long place, long value) {
        ends[count] = keys.length();
        places[count] = place;
        bits[count] = value;
        start = keys.length();
        return ++count == SIZE;
    }

    /**
     * Adds all pairs to a table and its column, those of one key in order, and forgets them.
     *
     * @param log takes the pairs whose keys the table does not have, but very long ones, where there is one
     */
    void addTo(KeyTable table, Deferrable<?> column, @Nullable ColdLog log) {
        byte[] bytes = keys.array();
        table.find(count, bytes, ends, places, numbers, entries);
        column.addKnown(numbers, bits, count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            int length = ends[i] - from;
            if (numbers[i] < 0
                    && log != null
                    && length <= ColdLog.LONGEST_KEY
                    && !table.has(bytes, from, length, places[i])) {
                log.add(places[i], bits[i], bytes, from, length);
            } else if (numbers[i] < 0) {
                int number = table.number(bytes, from, length, places[i]);
                boolean isNew = table.added();
                if (!isNew && column.isFull(number)) {
                    isNew = true;
                    number = table.renumber(number);
                }
                column.addBits(number, isNew, bits[i]);
            }
            from = ends[i];
        }
        keys.clear();
        start = 0;
        count = 0;
    }
}
