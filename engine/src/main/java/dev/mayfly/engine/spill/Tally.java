package dev.mayfly.engine.spill;

import java.util.Arrays;

/**
 * How often each number occurs: an open-addressing table of primitives, for numbers of which few are distinct. For one
 * thread.
 */
public final class Tally {
    private static final int FEWEST_SLOTS = 1 << 8;
    private static final int SLOT_BYTES = 16;

    private long[] numbers = new long[FEWEST_SLOTS];
    /** 0 where a slot is free. */
    private long[] counts = new long[FEWEST_SLOTS];

    private int distinct;
    private long total;

    /** Counts a number. */
    public void add(long number) {
        add(number, 1);
    }

    /** Counts a number some times, at least once. */
    public void add(long number, long count) {
        total += count;
        int slot = slot(number);
        if (counts[slot] == 0) {
            numbers[slot] = number;
            distinct++;
        }
        counts[slot] += count;
        if (2L * distinct > numbers.length) {
            grow();
        }
    }

    /** Distinct numbers. */
    public int distinct() {
        return distinct;
    }

    /** All numbers counted. */
    public long total() {
        return total;
    }

    /** Whether one more distinct number makes the table grow to twice its size. */
    public boolean isFull() {
        return 2L * (distinct + 1) > numbers.length;
    }

    /** Heap that the table takes. */
    public long heapBytes() {
        return (long) SLOT_BYTES * numbers.length;
    }

    /** The distinct numbers, ascending. */
    public long[] sorted() {
        long[] sorted = new long[distinct];
        int next = 0;
        for (int slot = 0; slot < counts.length; slot++) {
            if (counts[slot] != 0) {
                sorted[next++] = numbers[slot];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    /** How often a number was counted. */
    public long count(long number) {
        return counts[slot(number)];
    }

    /**
     * The number of a rank in ascending order.
     *
     * @param rank from 1 to {@link #total}
     */
    public long select(long rank) {
        long passed = 0;
        for (long number : sorted()) {
            passed += count(number);
            if (passed >= rank) {
                return number;
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + total + " numbers");
    }

    /** Appends how many distinct numbers there are, and then each one's distance from the last, and its count. */
    public void write(PackedOutput out) {
        out.writeVarint(distinct);
        long last = 0;
        for (long number : sorted()) {
            out.writeVarint(number - last);
            out.writeVarint(count(number));
            last = number;
        }
    }

    /** Reads what {@link #write} wrote. For one thread. */
    public static final class Reader {
        private PackedInput in = new PackedInput();
        private long left;
        private long number;
        private long count;

        /** Starts to read elsewhere. */
        public void reset(PackedInput from) {
            in = from;
            left = from.readVarint();
            number = 0;
        }

        /** Moves to the next number; false behind the last, where the input goes on. */
        public boolean next() {
            if (left == 0) {
                return false;
            }
            left--;
            number += in.readVarint();
            count = in.readVarint();
            return true;
        }

        public long number() {
            return number;
        }

        public long count() {
            return count;
        }
    }

    /** Forgets all numbers, and all but little of the room for them. */
    public void clear() {
        if (numbers.length == FEWEST_SLOTS) {
            Arrays.fill(counts, 0);
        } else {
            numbers = new long[FEWEST_SLOTS];
            counts = new long[FEWEST_SLOTS];
        }
        distinct = 0;
        total = 0;
    }

    private int slot(long number) {
        int mask = numbers.length - 1;
        long product = number * 0x9E3779B97F4A7C15L;
        int slot = (int) (product >>> 32) & mask;
        while (counts[slot] != 0 && numbers[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] smaller = numbers;
        long[] smallerCounts = counts;
        numbers = new long[2 * smaller.length];
        counts = new long[2 * smaller.length];
        for (int i = 0; i < smaller.length; i++) {
            if (smallerCounts[i] != 0) {
                int slot = slot(smaller[i]);
                numbers[slot] = smaller[i];
                counts[slot] = smallerCounts[i];
            }
        }
    }
}
