package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.SortedRows;
import dev.mayfly.engine.spill.SpillException;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.Comparator;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows that a cluster has sent, or has sent and were sorted here. */
final class SparkOutput<T> implements JobOutput<T> {
    /** So many rows are sorted between two looks whether somebody wants it to end. */
    private static final int LOOK = 1 << 10;

    private final Supplier<Stream<T>> rows;
    private final long count;
    private final JobFacts facts;
    private final Runnable end;
    private final Supplier<SpillSpace> spaces;
    private final Consumer<SpillSpace> closing;

    /**
     * @param end deletes the rows; idempotent
     * @param spaces makes room for sorting
     * @param closing gives it back
     */
    SparkOutput(
            ReceivedRows rows,
            Codec<T> codec,
            JobFacts facts,
            Runnable end,
            Supplier<SpillSpace> spaces,
            Consumer<SpillSpace> closing) {
        this(() -> rows.stream(codec), rows.count(), facts, end, spaces, closing);
    }

    private SparkOutput(
            Supplier<Stream<T>> rows,
            long count,
            JobFacts facts,
            Runnable end,
            Supplier<SpillSpace> spaces,
            Consumer<SpillSpace> closing) {
        this.rows = rows;
        this.count = count;
        this.facts = facts;
        this.end = end;
        this.spaces = spaces;
        this.closing = closing;
    }

    @Override
    public Stream<T> stream() {
        return rows.get();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public JobFacts facts() {
        return facts;
    }

    @Override
    public <R> JobOutput<R> sort(Stream<R> unsorted, Comparator<? super R> order) {
        SpillSpace space = spaces.get();
        boolean done = false;
        try (unsorted) {
            SortedRows<R> sorted = space.sort(watched(unsorted.iterator()), order);
            done = true;
            return new SparkOutput<>(
                    sorted::stream,
                    sorted.count(),
                    facts,
                    () -> {
                        sorted.close();
                        closing.accept(space);
                    },
                    spaces,
                    closing);
        } catch (SpillException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done) {
                closing.accept(space);
            }
        }
    }

    private static <R> Iterator<R> watched(Iterator<R> rows) {
        return new Iterator<>() {
            private int steps;

            @Override
            public boolean hasNext() {
                if ((++steps & (LOOK - 1)) == 0 && Thread.currentThread().isInterrupted()) {
                    throw new JobCancelledException("sorting was interrupted");
                }
                return rows.hasNext();
            }

            @Override
            public R next() {
                return rows.next();
            }
        };
    }

    @Override
    public void close() {
        end.run();
    }
}
