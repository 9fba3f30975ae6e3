package dev.mayfly.engine.spill;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Finds the value of a rank among numbers that do not fit the heap, without sorting: each pass over them counts how many
 * fall into each of 65,536 equal parts of the range, and the part that holds the rank is the next range. Four passes
 * suffice for 64 bits; numbers that are close together, such as latencies, take one. Where few are distinct, one pass
 * counts them.
 */
public final class Selection {
    private static final int PARTS = 1 << 16;
    /** So few distinct candidates are counted one by one. */
    private static final int FEW = 1 << 16;

    private static final int FEW_TO_SORT = 64;

    /** Visits numbers with their counts, in any order. */
    public interface Numbers {
        /** Moves to the next number; false behind the last. */
        boolean next();

        long number();

        long count();
    }

    private final Supplier<? extends Numbers> numbers;

    /** @param numbers starts a pass */
    public Selection(Supplier<? extends Numbers> numbers) {
        this.numbers = numbers;
    }

    /**
     * The number of a rank in ascending order.
     *
     * @param rank from 1 to the sum of all counts
     */
    public long select(long rank) {
        Tally tally = new Tally();
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (Numbers all = numbers.get(); all.next(); ) {
            long number = all.number();
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
            if (tally.distinct() <= FEW) {
                tally.add(number, all.count());
            }
        }
        return tally.distinct() <= FEW ? tally.select(rank) : select(rank, least, greatest);
    }

    /**
     * The number of a rank in ascending order.
     *
     * @param rank from 1 to the sum of all counts
     * @param least the least number of all, or a lesser one
     * @param greatest the greatest number of all, or a greater one
     */
    public long select(long rank, long least, long greatest) {
        // Differences of numbers are unsigned.
        long from = least;
        long to = greatest;
        long left = rank;
        long[] counts = new long[PARTS];
        while (true) {
            int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(to - from) - 16);
            Arrays.fill(counts, 0);
            for (Numbers all = numbers.get(); all.next(); ) {
                long number = all.number();
                if (number >= from && number <= to) {
                    counts[(int) ((number - from) >>> shift)] += all.count();
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
            if (counts[part] <= FEW) {
                return count(left, from, to);
            }
        }
    }

    /**
     * The number of a rank in an array, whose order it changes.
     *
     * @param size how many of the array's first numbers count
     * @param rank from 1 to the size
     */
    public static long select(long[] numbers, int size, long rank) {
        int index = Math.toIntExact(rank - 1);
        int low = 0;
        int high = size - 1;
        // Hoare's quickselect, which a sort ends where the halves turn out uneven for too long.
        for (int left = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(size)); high - low > FEW_TO_SORT; left--) {
            if (left == 0) {
                break;
            }
            long pivot = middle(numbers[low], numbers[(low + high) >>> 1], numbers[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (numbers[i] < pivot) {
                    i++;
                }
                while (numbers[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swap = numbers[i];
                    numbers[i++] = numbers[j];
                    numbers[j--] = swap;
                }
            }
            if (index <= j) {
                high = j;
            } else if (index >= i) {
                low = i;
            } else {
                return pivot;
            }
        }
        Arrays.sort(numbers, low, high + 1);
        return numbers[index];
    }

    private static long middle(long one, long other, long third) {
        return Math.max(Math.min(one, other), Math.min(Math.max(one, other), third));
    }

    private long count(long rank, long from, long to) {
        Tally found = new Tally();
        for (Numbers all = numbers.get(); all.next(); ) {
            if (all.number() >= from && all.number() <= to) {
                found.add(all.number(), all.count());
            }
        }
        return found.select(rank);
    }
}
