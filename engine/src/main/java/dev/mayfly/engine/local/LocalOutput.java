package dev.mayfly.engine.local;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobOutput;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows in a room of their own, which is deleted with them. */
final class LocalOutput<T> implements JobOutput<T> {
    private final Supplier<Stream<T>> rows;
    private final long count;
    private final Runnable end;
    private final JobFacts facts;
    private final LocalBackend backend;

    /**
     * @param rows all rows, anew at each call
     * @param end deletes them; idempotent
     */
    LocalOutput(Supplier<Stream<T>> rows, long count, Runnable end, JobFacts facts, LocalBackend backend) {
        this.rows = rows;
        this.count = count;
        this.end = end;
        this.facts = facts;
        this.backend = backend;
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
        return backend.sort(unsorted, order, facts);
    }

    @Override
    public void close() {
        end.run();
    }
}
