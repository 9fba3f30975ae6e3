package dev.mayfly.engine;

import java.util.Comparator;
import java.util.stream.Stream;

/** What a finished job produced. It may exceed memory; it can be read any number of times until it is closed. */
public interface JobOutput<T> extends AutoCloseable {
    /** All rows, from the start; the caller closes the stream. */
    Stream<T> stream();

    /** The number of rows. */
    long count();

    /** What the job did. */
    JobFacts facts();

    /**
     * Sorts any rows with this output's means: in memory to a limit, beyond it on disk. The sort is stable.
     *
     * @param rows read to the end, and closed
     */
    <R> JobOutput<R> sort(Stream<R> rows, Comparator<? super R> order);

    /** Deletes the data. Idempotent. */
    @Override
    void close();
}
