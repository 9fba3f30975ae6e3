package dev.mayfly.engine.spark;

import dev.mayfly.engine.source.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Splits divided among tasks so that all have about as many bytes: the largest first, each to the task that has least
 * (Graham, "Bounds on multiprocessing timing anomalies", 1969).
 */
final class Bins {
    /** More tasks than slots, so that one that lags costs little. */
    private static final int TASKS_PER_SLOT = 4;
    /** What a task costs before it reads, in bytes. */
    private static final long BASE = 1 << 20;
    /** A task of less is not worth its start, unless there are slots that have none. */
    private static final long LEAST = 8L << 20;
    /** What an input is taken for whose size is not known. */
    private static final long UNKNOWN = 64L << 20;

    private Bins() {}

    /** A split and its number among the splits of its plan. */
    record Numbered(int number, Split split) {}

    private static final class Bin {
        private final List<Numbered> splits = new ArrayList<>();
        private final int index;
        private long bytes;

        Bin(int index) {
            this.index = index;
        }
    }

    /** The splits of each task; none where there are no splits. */
    static List<List<Numbered>> of(List<Split> splits, int slots) {
        if (splits.isEmpty()) {
            return List.of();
        }
        List<Numbered> largestFirst = new ArrayList<>();
        long[] sizes = new long[splits.size()];
        long total = 0;
        for (int i = 0; i < sizes.length; i++) {
            largestFirst.add(new Numbered(i, splits.get(i)));
            sizes[i] = BASE + size(splits.get(i));
            total += sizes[i];
        }
        largestFirst.sort(
                Comparator.comparingLong((Numbered one) -> sizes[one.number()]).reversed());
        long wanted = Math.max(slots, Math.min((long) slots * TASKS_PER_SLOT, total / LEAST));
        int count = (int) Math.min(splits.size(), wanted);
        PriorityQueue<Bin> bins = new PriorityQueue<>(
                Comparator.comparingLong((Bin bin) -> bin.bytes).thenComparingInt(bin -> bin.index));
        List<Bin> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Bin(i));
        }
        bins.addAll(all);
        for (Numbered one : largestFirst) {
            Bin least = bins.remove();
            least.splits.add(one);
            least.bytes += sizes[one.number()];
            bins.add(least);
        }
        return all.stream().map(bin -> bin.splits).toList();
    }

    private static long size(Split split) {
        long whole = split.input().size().orElse(UNKNOWN);
        return Math.max(0, Math.min(split.to(), whole) - split.from());
    }
}
