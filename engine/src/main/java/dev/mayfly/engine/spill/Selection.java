package dev.mayfly.engine.spill;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Finds the value of a rank among numbers that do not fit the heap, without sorting: each pass over them counts how many
 * fall into each of 65,536 equal parts of the range, and the part that holds the rank is the next range. Four passes
 * suffice for 64 bits; numbers that are close together, such as latencies, take one.
 */
final class Selection {
    private static final int PARTS = 1 << 16;
    /** So few candidates are gathered and sorted. */
    private static final int FEW = 1 << 16;

    /** Visits numbers with their counts, in any order. */
    interface Numbers {
        boolean next();

        long number();

        long count();
    }

    private final Supplier<Numbers> numbers;

    /** @param numbers starts a pass */
    Selection(Supplier<Numbers> numbers) {
        this.numbers = numbers;
    }

    /**
     * The number of a rank in ascending order.
     *
     * @param rank from 1 to the sum of all counts
     */
    long select(long rank) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (Numbers all = numbers.get(); all.next(); ) {
            least = Math.min(least, all.number());
            greatest = Math.max(greatest, all.number());
        }
        return select(rank, least, greatest);
    }

    /** The number of a rank among those in a range, both ends included. Differences of numbers are unsigned. */
    private long select(long rank, long least, long greatest) {
        long from = least;
        long to = greatest;
        long left = rank;
        while (true) {
            int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(to - from) - 16);
            long[] counts = new long[PARTS];
            int[] entries = new int[PARTS];
            for (Numbers all = numbers.get(); all.next(); ) {
                long number = all.number();
                if (number >= from && number <= to) {
                    int part = (int) ((number - from) >>> shift);
                    counts[part] += all.count();
                    entries[part] = Math.min(FEW, entries[part]) + 1;
                }
            }
            int part = 0;
            while (left > counts[part]) {
                left -= counts[part++];
            }
            from += (long) part << shift;
            if (shift == 0) {
                return from;
            }
            if (Long.compareUnsigned(to - from, (1L << shift) - 1) > 0) {
                to = from + (1L << shift) - 1;
            }
            if (entries[part] <= FEW) {
                return gather(left, from, to, entries[part]);
            }
        }
    }

    private long gather(long rank, long from, long to, int entries) {
        record Entry(long number, long count) {}
        Entry[] found = new Entry[entries];
        int count = 0;
        for (Numbers all = numbers.get(); all.next(); ) {
            if (all.number() >= from && all.number() <= to) {
                found[count++] = new Entry(all.number(), all.count());
            }
        }
        Arrays.sort(found, (one, other) -> Long.compare(one.number(), other.number()));
        long left = rank;
        int at = 0;
        while (left > found[at].count()) {
            left -= found[at++].count();
        }
        return found[at].number();
    }
}
