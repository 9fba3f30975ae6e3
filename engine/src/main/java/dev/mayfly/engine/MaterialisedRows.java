package dev.mayfly.engine;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Few rows, derived from another output and held in memory. Its data is its own; the other output stays open. */
record MaterialisedRows<T>(List<T> rows, JobOutput<?> origin) implements JobOutput<T> {
    @Override
    public Stream<T> stream() {
        return rows.stream();
    }

    @Override
    public long count() {
        return rows.size();
    }

    @Override
    public JobFacts facts() {
        return origin.facts();
    }

    @Override
    public <R> JobOutput<R> sort(Stream<R> others, Comparator<? super R> order) {
        return origin.sort(others, order);
    }

    @Override
    public void close() {
        // The heap's business.
    }
}
