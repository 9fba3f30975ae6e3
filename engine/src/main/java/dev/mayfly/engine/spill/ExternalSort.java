package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Sorts more rows than memory holds: fills the budget, sorts, writes a run, and merges the runs while they are read.
 * More runs than are merged at a time are merged to longer ones first. Stable. For one thread.
 */
final class ExternalSort<T> {
    /** Each open run holds two blocks. */
    private static final int MOST_RUNS = 64;
    /** A run has at least this size, whatever others left of the budget. */
    private static final long LEAST_RUN_BYTES = 1 << 20;

    private final SpillSpace space;
    private final Codec<T> codec;
    private final Comparator<? super T> order;
    private final HeapGrant grant;
    private final long leastRunBytes;

    ExternalSort(SpillSpace space, Codec<T> codec, Comparator<? super T> order) {
        this(space, codec, order, LEAST_RUN_BYTES);
    }

    ExternalSort(SpillSpace space, Codec<T> codec, Comparator<? super T> order, long leastRunBytes) {
        this.space = space;
        this.codec = codec;
        this.order = order;
        this.grant = new HeapGrant(space.budget());
        this.leastRunBytes = leastRunBytes;
    }

    /** Reads the rows to their end. */
    SortedRows<T> sort(Iterator<? extends T> rows) {
        List<SortedRows.Run<T>> runs = new ArrayList<>();
        try {
            return sort(rows, runs);
        } catch (Throwable e) { // also a fault of the caller's rows or order must not leave runs behind
            runs.forEach(SortedRows.Run::release);
            grant.release();
            throw e;
        }
    }

    private SortedRows<T> sort(Iterator<? extends T> rows, List<SortedRows.Run<T>> runs) {
        List<T> buffer = new ArrayList<>();
        long count = 0;
        for (; rows.hasNext(); count++) {
            T row = rows.next();
            if (!grant.tryHold(row, codec)) {
                if (grant.used() >= leastRunBytes) {
                    runs.add(writeSorted(buffer));
                    buffer = new ArrayList<>();
                    grant.release();
                }
                grant.hold(row, codec);
            }
            buffer.add(row);
        }
        if (runs.isEmpty()) {
            buffer.sort(order);
            runs.add(new HeapRun<>(buffer, grant));
        } else {
            runs.add(writeSorted(buffer));
            grant.release();
        }
        mergeDownTo(MOST_RUNS, runs);
        return new SortedRows<>(runs, order, count);
    }

    private SortedRows.Run<T> writeSorted(List<T> buffer) {
        buffer.sort(order);
        return write(buffer.iterator());
    }

    private SortedRows.Run<T> write(Iterator<T> rows) {
        RecordAppender appender = new RecordAppender(space.store().newGroup(), BlockStore.BLOCK_BYTES);
        while (rows.hasNext()) {
            codec.write(rows.next(), appender.out());
            appender.end();
        }
        appender.flush();
        return new PackedRun<>(appender.group(), codec);
    }

    /** Merges neighbours, since the order of runs is the order of equal rows. */
    private void mergeDownTo(int most, List<SortedRows.Run<T>> runs) {
        while (runs.size() > most) {
            List<SortedRows.Run<T>> neighbours = runs.subList(0, Math.min(most, runs.size() - most + 1));
            SortedRows.Run<T> merged = write(SortedRows.merge(neighbours, order));
            neighbours.forEach(SortedRows.Run::release);
            neighbours.clear();
            runs.add(0, merged);
        }
    }

    private record HeapRun<T>(List<T> rows, HeapGrant grant) implements SortedRows.Run<T> {
        @Override
        public Iterator<T> read() {
            return rows.iterator();
        }

        @Override
        public void release() {
            grant.release();
        }
    }

    private record PackedRun<T>(BlockGroup group, Codec<T> codec) implements SortedRows.Run<T> {
        @Override
        public Iterator<T> read() {
            return new ValueReader<>(new BlockCursor(group), codec);
        }

        @Override
        public void release() {
            group.release();
        }
    }
}
