package dev.mayfly.engine;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The answer of a plan. It is lazy: asking it, or displaying it, runs the job, once; {@link #toString} never does. The
 * rows may exceed memory; they belong to this result until it is closed, becomes unreachable, or the session ends.
 *
 * @param <T> a row: an element, or {@code Pair<K, R>} where the plan was grouped
 */
public class Result<T> implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();

    private final LazyOutput<T> output;
    private final Function<Placement, Result<T>> relocate;

    /**
     * Creates a result that has not run.
     *
     * @param job computes the rows; called at most once, and must not refer to this result
     * @param relocate the same result, to be computed elsewhere
     */
    Result(LazyOutput.Job<T> job, Function<Placement, Result<T>> relocate) {
        LazyOutput<T> lazy = new LazyOutput<>(job);
        this.output = lazy;
        this.relocate = relocate;
        CLEANER.register(this, lazy::close);
    }

    /** All rows; the first call runs the job. Close the stream if it is not read to the end. */
    public Stream<T> stream() {
        return output.get().stream().map(this::own);
    }

    /** The number of rows. */
    public long count() {
        return output.get().count();
    }

    /** What the job did: inputs, lines, bytes, time, cost. */
    public JobFacts facts() {
        return output.get().facts();
    }

    /**
     * The n greatest rows, greatest first: by value and then by key where rows are pairs, by natural order otherwise.
     *
     * @throws IllegalArgumentException if n is negative
     */
    public Result<T> top(int n) {
        requireNotNegative("top", n);
        return derive(
                rows -> {
                    try (Stream<T> all = rows.stream()) {
                        return new MaterialisedRows<>(RowOrder.first(all, n, RowOrder.greatestFirst()), rows);
                    }
                },
                base -> base.top(n));
    }

    /** All rows in ascending order of a key; rows of equal keys stay as they were. Sorts on disk where it must. */
    public <C extends Comparable<? super C>> Result<T> sortBy(Transform<T, C> key) {
        Comparator<T> order = Comparator.comparing(row -> Calls.apply(key, row));
        return derive(rows -> rows.sort(rows.stream(), order), base -> base.sortBy(key));
    }

    /** All rows in descending order of a key; rows of equal keys stay as they were. Sorts on disk where it must. */
    public <C extends Comparable<? super C>> Result<T> sortByDescending(Transform<T, C> key) {
        Comparator<T> order =
                Comparator.<T, C>comparing(row -> Calls.apply(key, row)).reversed();
        return derive(rows -> rows.sort(rows.stream(), order), base -> base.sortByDescending(key));
    }

    /** At most the first n rows. */
    public Result<T> limit(long n) {
        requireNotNegative("limit", n);
        return derive(rows -> new RowsView<>(rows, stream -> stream.limit(n)), base -> base.limit(n));
    }

    /** The rows that satisfy a condition. */
    public Result<T> filter(Condition<T> condition) {
        return derive(
                rows -> new RowsView<>(rows, stream -> stream.filter(row -> Calls.test(condition, row))),
                base -> base.filter(condition));
    }

    /** At most the first n rows, as a list. */
    public List<T> head(int n) {
        try (Stream<T> rows = stream()) {
            return rows.limit(n).toList();
        }
    }

    /**
     * A guess at a good chart of the first {@link Chart#MOST_POINTS} rows, see {@link Chart#of}. Its methods change the
     * kind, the columns, the axes and the title.
     */
    public Chart chart() {
        return ChartGuess.of(Columns.of(head(Chart.MOST_POINTS)), Math.max(0, count() - Chart.MOST_POINTS));
    }

    /** The rows as a table that can be told how to write its columns: {@code .table().bytes("value")}. */
    public TableView table() {
        return TableView.of(this);
    }

    /** Writes every row to a CSV file (RFC 4180, with a header), gzip by its name. It appears whole or not at all. */
    public Sink.Receipt toCsv(String file) {
        return to(RowFile.csv(local("toCsv", file)));
    }

    /** Writes every row as one JSON object a line, gzip by its name. It appears whole or not at all. */
    public Sink.Receipt toJson(String file) {
        return to(RowFile.json(local("toJson", file)));
    }

    /**
     * Writes every row to a Parquet file (zstd), whole or not at all: a column for each component of a record, and
     * {@code key} and {@code value} of a pair; records, lists and maps within them nest. What the type does not declare,
     * the first 1,000 rows say. Times are written to the microsecond.
     *
     * @throws JobException if a row has a type that a column cannot hold: it names row and column
     */
    public Sink.Receipt toParquet(String file) {
        return to(new ParquetFile(local("toParquet", file)));
    }

    /**
     * Writes every row to a sink, whole or not at all. It is written by this process: the rows of a job on a cluster pass
     * through here on their way to S3, which the job says while it runs.
     *
     * @throws JobException if the sink cannot be written: nothing is visible there then
     */
    public Sink.Receipt to(Sink<? super T> sink) {
        Optional<String> target = sink.isRemote() ? Optional.of(sink.name()) : Optional.empty();
        try (Stream<T> rows = output.get(target).stream().map(this::own)) {
            return sink.write(rows);
        } catch (IOException e) {
            throw new JobException("Cannot write " + sink.name() + ": " + e.getMessage(), e);
        }
    }

    /** The same result, computed in this process. */
    public Result<T> locally() {
        return relocate.apply(Placement.LOCAL);
    }

    /** The same result, computed on a given backend. */
    public Result<T> on(Backend backend) {
        return relocate.apply(Placement.on(backend));
    }

    /** Deletes the rows; asking this result again fails. Idempotent. */
    @Override
    public void close() {
        output.close();
    }

    /** Says whether the job has run; never runs it. */
    @Override
    public String toString() {
        return output.describe();
    }

    /** A result over the rows of this one, which it keeps reachable: {@code relocate} captures {@code this}. */
    private Result<T> derive(Function<JobOutput<T>, JobOutput<T>> operation, Function<Result<T>, Result<T>> anew) {
        return new Result<>(target -> operation.apply(output.get(target)), place -> anew.apply(relocate.apply(place)));
    }

    /** Ties every stream of rows to this result, whose data would else be deleted while somebody still reads. */
    private T own(T row) {
        return row;
    }

    /** Else {@code s3://bucket/key} would be a folder {@code s3:} here. */
    private static Path local(String method, String file) {
        if (file.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
            throw new IllegalArgumentException(method + "(\"" + file.replaceFirst("[?#].*", "")
                    + "\") needs a file of this machine: write to one and s3.put(...) it, or write lines by"
                    + " .to(s3.lineOutput(\"s3://bucket/key\"))");
        }
        return Path.of(file);
    }

    private static void requireNotNegative(String method, long n) {
        if (n < 0) {
            throw new IllegalArgumentException(method + "(n) needs n of 0 or more; got " + n);
        }
    }
}
