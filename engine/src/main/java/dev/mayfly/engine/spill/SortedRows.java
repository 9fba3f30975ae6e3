package dev.mayfly.engine.spill;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows in order: sorted runs that are merged anew at each reading. */
public final class SortedRows<T> implements Iterable<T>, AutoCloseable {
    /** A sorted part of the rows. */
    interface Run<T> {
        Iterator<T> read();

        void release();
    }

    private record Head<T>(T row, int run, Iterator<T> rest) {}

    private final List<Run<T>> runs;
    private final Comparator<? super T> order;
    private final long count;

    SortedRows(List<Run<T>> runs, Comparator<? super T> order, long count) {
        this.runs = List.copyOf(runs);
        this.order = order;
        this.count = count;
    }

    public long count() {
        return count;
    }

    /** All rows in order, from the first. */
    @Override
    public Iterator<T> iterator() {
        return runs.size() == 1 ? runs.get(0).read() : merge(runs, order);
    }

    /** All rows in order, from the first. */
    public Stream<T> stream() {
        return StreamSupport.stream(Spliterators.spliterator(iterator(), count, Spliterator.ORDERED), false);
    }

    /** Deletes the rows. Idempotent. */
    @Override
    public void close() {
        runs.forEach(Run::release);
    }

    /** Merges sorted runs; of equal rows, those of the earlier run come first. */
    static <T> Iterator<T> merge(List<Run<T>> runs, Comparator<? super T> order) {
        Comparator<Head<T>> byRow = (left, right) -> order.compare(left.row(), right.row());
        PriorityQueue<Head<T>> heads = new PriorityQueue<>(runs.size() + 1, byRow.thenComparingInt(Head::run));
        for (int i = 0; i < runs.size(); i++) {
            Iterator<T> rows = runs.get(i).read();
            if (rows.hasNext()) {
                heads.add(new Head<>(rows.next(), i, rows));
            }
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public T next() {
                Head<T> least = heads.poll();
                if (least == null) {
                    throw new NoSuchElementException("no more rows");
                }
                if (least.rest().hasNext()) {
                    heads.add(new Head<>(least.rest().next(), least.run(), least.rest()));
                }
                return least.row();
            }
        };
    }
}
