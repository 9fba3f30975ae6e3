package dev.mayfly.engine;

import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Rows of another output, seen through a stream operation that runs anew at each reading. Holds no data. */
record RowsView<T>(JobOutput<T> origin, UnaryOperator<Stream<T>> operation) implements JobOutput<T> {
    @Override
    public Stream<T> stream() {
        return operation.apply(origin.stream());
    }

    @Override
    public long count() {
        try (Stream<T> rows = stream()) {
            return rows.mapToLong(row -> 1).sum();
        }
    }

    @Override
    public JobFacts facts() {
        return origin.facts();
    }

    @Override
    public <R> JobOutput<R> sort(Stream<R> rows, Comparator<? super R> order) {
        return origin.sort(rows, order);
    }

    @Override
    public void close() {
        // The origin belongs to the result that it was derived from.
    }
}
