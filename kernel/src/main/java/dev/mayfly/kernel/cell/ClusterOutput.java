package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobOutput;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** An output whose facts say what the cluster is called, and what it charged. */
record ClusterOutput<T>(JobOutput<T> output, String where, OptionalDouble dollars) implements JobOutput<T> {
    @Override
    public Stream<T> stream() {
        return output.stream();
    }

    @Override
    public long count() {
        return output.count();
    }

    @Override
    public JobFacts facts() {
        return output.facts().on(where, dollars);
    }

    @Override
    public <R> JobOutput<R> sort(Stream<R> rows, Comparator<? super R> order) {
        return output.sort(rows, order);
    }

    @Override
    public void close() {
        output.close();
    }
}
