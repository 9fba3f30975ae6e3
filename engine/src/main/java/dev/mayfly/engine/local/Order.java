package dev.mayfly.engine.local;

import java.util.Arrays;

/** The order of runs and of grouped results: by place, then by the bytes of the key. */
final class Order {
    private static final int DIGIT = 11;
    private static final int DIGITS = 6;

    private Order() {}

    static int compare(
            long place, byte[] key, int start, int length, long otherPlace, byte[] other, int from, int count) {
        int byPlace = Long.compareUnsigned(place, otherPlace);
        return byPlace != 0 ? byPlace : Arrays.compareUnsigned(key, start, start + length, other, from, from + count);
    }

    /** The numbers of a table's keys in order; those of equal keys in the order in which they were given. */
    static int[] of(KeyTable table) {
        int count = table.count();
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        int[] sorted = byPlace(table, numbers);
        for (int from = 0, to; from < count; from = to) {
            long place = table.place(sorted[from]);
            to = from + 1;
            while (to < count && table.place(sorted[to]) == place) {
                to++;
            }
            if (to - from > 1) {
                sortTies(table, sorted, from, to);
            }
        }
        return sorted;
    }

    /** A radix sort from the least digit, which is stable. */
    private static int[] byPlace(KeyTable table, int[] numbers) {
        int[] from = numbers;
        int[] to = new int[numbers.length];
        int[] starts = new int[1 << DIGIT];
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = digit * DIGIT;
            Arrays.fill(starts, 0);
            for (int number : from) {
                starts[digit(table, number, shift)]++;
            }
            int start = 0;
            for (int i = 0; i < starts.length; i++) {
                int size = starts[i];
                starts[i] = start;
                start += size;
            }
            for (int number : from) {
                to[starts[digit(table, number, shift)]++] = number;
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private static int digit(KeyTable table, int number, int shift) {
        return (int) (table.place(number) >>> shift) & ((1 << DIGIT) - 1);
    }

    private static void sortTies(KeyTable table, int[] sorted, int from, int to) {
        Integer[] ties = new Integer[to - from];
        Arrays.setAll(ties, i -> sorted[from + i]);
        Arrays.sort(ties, (left, right) -> {
            int leftStart = table.start(left);
            int rightStart = table.start(right);
            return Arrays.compareUnsigned(
                    table.bytes(),
                    leftStart,
                    leftStart + table.length(left),
                    table.bytes(),
                    rightStart,
                    rightStart + table.length(right));
        });
        for (int i = from; i < to; i++) {
            sorted[i] = ties[i - from];
        }
    }
}
