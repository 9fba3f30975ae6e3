package dev.mayfly.engine.local;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobOutput;
import java.util.Comparator;
import java.util.stream.Stream;

/** Rows in a room of their own, which is deleted with them. */
final class LocalOutput<T> implements JobOutput<T> {
    private final Rows<T> rows;
    private final JobFacts facts;
    private final LocalBackend backend;

    /** Rows that can be read any number of times. */
    interface Rows<T> {
        Stream<T> stream();

        long count();

        void close();
    }

    LocalOutput(Rows<T> rows, JobFacts facts, LocalBackend backend) {
        this.rows = rows;
        this.facts = facts;
        this.backend = backend;
    }

    @Override
    public Stream<T> stream() {
        return rows.stream();
    }

    @Override
    public long count() {
        return rows.count();
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
        rows.close();
    }
}
