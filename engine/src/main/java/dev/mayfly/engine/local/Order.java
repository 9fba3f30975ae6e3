package dev.mayfly.engine.local;

import java.util.Arrays;

/** The order of runs and of grouped results: by place, then by the bytes of the key. */
final class Order {
    private Order() {}

    static int compare(
            long place, byte[] key, int start, int length, long otherPlace, byte[] other, int from, int count) {
        int byPlace = Long.compareUnsigned(place, otherPlace);
        return byPlace != 0 ? byPlace : Arrays.compareUnsigned(key, start, start + length, other, from, from + count);
    }

    /** The numbers of a table's keys in order; those of equal keys in the order in which they were given. */
    static int[] of(KeyTable table) {
        // Each loop in a method of its own: one that is hot is then compiled without the others.
        long[] words = words(table);
        Arrays.sort(words);
        sortTies(table, words);
        return numbers(words);
    }

    /** Half of a place and a number are one word to sort; whole places of different keys rarely begin alike. */
    private static long[] words(KeyTable table) {
        long[] words = new long[table.count()];
        for (int i = 0; i < words.length; i++) {
            words[i] = upper(table.place(i)) | i;
        }
        return words;
    }

    private static int[] numbers(long[] words) {
        int[] numbers = new int[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) words[i];
        }
        return numbers;
    }

    private static void sortTies(KeyTable table, long[] words) {
        for (int from = 0, to; from < words.length; from = to) {
            to = endOfTies(words, from);
            if (to - from > 1) {
                sortTies(table, words, from, to);
            }
        }
    }

    /** The upper half of a place, such that the order of signed words is that of places. */
    private static long upper(long place) {
        return (place ^ Long.MIN_VALUE) & 0xFFFFFFFF00000000L;
    }

    private static int endOfTies(long[] words, int from) {
        int to = from + 1;
        while (to < words.length && words[to] >>> 32 == words[from] >>> 32) {
            to++;
        }
        return to;
    }

    /** Sorts keys whose places begin alike by the other half first: the values of one key are many such. */
    private static void sortTies(KeyTable table, long[] words, int from, int to) {
        long[] byRest = new long[to - from];
        for (int i = from; i < to; i++) {
            int number = (int) words[i];
            byRest[i - from] = upper(table.place(number) << Integer.SIZE) | number;
        }
        Arrays.sort(byRest);
        for (int start = 0, end; start < byRest.length; start = end) {
            end = endOfTies(byRest, start);
            if (end - start > 1) {
                sortEqual(table, byRest, start, end);
            }
        }
        long half = words[from] & 0xFFFFFFFF00000000L;
        for (int i = from; i < to; i++) {
            words[i] = half | (byRest[i - from] & 0xFFFFFFFFL);
        }
    }

    /** Sorts keys of one place. */
    private static void sortEqual(KeyTable table, long[] words, int from, int to) {
        Long[] ties = new Long[to - from];
        Arrays.setAll(ties, i -> words[from + i]);
        Arrays.sort(ties, (left, right) -> compare(table, left.intValue(), right.intValue()));
        for (int i = from; i < to; i++) {
            words[i] = ties[i - from];
        }
    }

    private static int compare(KeyTable table, int left, int right) {
        return compare(
                table.place(left),
                table.bytes(left),
                table.start(left),
                table.length(left),
                table.place(right),
                table.bytes(right),
                table.start(right),
                table.length(right));
    }
}
