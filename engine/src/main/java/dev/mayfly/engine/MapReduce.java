package dev.mayfly.engine;

import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Line;
import dev.mayfly.engine.source.RecordFormat;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A plan in the making, in the fluent form: {@code mapreduce(logs).map(...).filter(...).groupBy(...).count()}. Each
 * method returns a new plan and leaves this one as it was. A plan that was not grouped is its own result: its elements,
 * in the order of the inputs, or in no promised order behind a join.
 *
 * @param <T> the elements of the plan so far
 */
public final class MapReduce<T> extends Result<T> {
    private final Plan<T> plan;
    private final Backends backends;
    private final Placement place;

    private MapReduce(Plan<T> plan, Backends backends, Placement place) {
        super(job(plan, backends, place), elsewhere -> new MapReduce<>(plan, backends, elsewhere));
        this.plan = plan;
        this.backends = backends;
        this.place = place;
    }

    /** The lines of the inputs, to be run on the preferred backend of the session unless the plan says otherwise. */
    public static MapReduce<String> over(Inputs inputs, Backends backends) {
        return new MapReduce<>(Plan.lines(inputs), backends, Placement.PREFERRED);
    }

    /**
     * The lines as views of their bytes, of which nothing is decoded until it is asked for:
     * {@code mapreduce(logs).lines().groupBy(line -> line.field(' ', 8)).count()}. For those who would rather have speed
     * than a {@code String}; a view must not be kept, nor
     * be a key, a value or a result itself. Bytes that are no UTF-8 are not counted in the job's facts.
     *
     * @throws IllegalStateException if it is not the first step behind the inputs
     */
    public MapReduce<Line> lines() {
        if (!plan.steps().isEmpty() || !(plan.source() instanceof Plan.Lines)) {
            throw new IllegalStateException("lines() must be the first step: mapreduce(inputs).lines()...");
        }
        return then(new Step.View());
    }

    /** Replaces each element. */
    public <R> MapReduce<R> map(Transform<T, R> function) {
        return then(new Step.Map<>(function));
    }

    /** Keeps the elements that satisfy a condition. */
    @Override
    public MapReduce<T> filter(Condition<T> condition) {
        return then(new Step.Filter<>(condition));
    }

    /** Replaces each element by any number of elements. */
    public <R> MapReduce<R> flatMap(Transform<T, Stream<R>> function) {
        return then(new Step.FlatMap<>(function));
    }

    /**
     * Keeps the lines in which a regular expression is found.
     *
     * @throws IllegalArgumentException if the expression is malformed
     */
    public MapReduce<T> grep(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "grep(\"" + regex + "\") is not a regular expression: " + e.getMessage(), e);
        }
        return then(new Step.Grep(regex));
    }

    /** Reads each line as a JSON object into a record; a line that is none fails the job. */
    public <R extends Record> MapReduce<R> json(Class<R> type) {
        return then(new Step.Parse<>(RecordFormat.JSON, type, false));
    }

    /**
     * Reads each line as comma-separated values into a record: by column names where the first line of an input holds
     * those of all components (an {@code Optional} one may be missing), else in the order of the components.
     */
    public <R extends Record> MapReduce<R> csv(Class<R> type) {
        return csv(type, ',');
    }

    /** As {@link #csv(Class)}, with values between another character: {@code csv(Hit.class, '\t')}. */
    public <R extends Record> MapReduce<R> csv(Class<R> type, char separator) {
        return then(new Step.Parse<>(new RecordFormat.Csv(separator), type, false));
    }

    /** Lines that {@link #json} or {@link #csv} above, or in plans joined above, could not read are counted and left out. */
    public MapReduce<T> skipBad() {
        return new MapReduce<>(plan.skippingBadRecords(), backends, place);
    }

    /** Groups the elements by a key. */
    public <K> Grouped<K, T> groupBy(Transform<T, K> key) {
        return new Grouped<>(this, key);
    }

    /** The classic form: a mapper that emits pairs, and a reducer that sees all values of a key. */
    public <K, V, R> Result<Pair<K, R>> mapReduce(Mapper<T, K, V> mapper, Reducer<K, V, R> reducer) {
        return group(mapper, new Aggregate.Reduce<>(reducer));
    }

    @Override
    public MapReduce<T> locally() {
        return new MapReduce<>(plan, backends, Placement.LOCAL);
    }

    @Override
    public MapReduce<T> on(Backend backend) {
        return new MapReduce<>(plan, backends, Placement.on(backend));
    }

    /** What this plan computes, as a value. */
    public Plan<T> plan() {
        return plan;
    }

    <K, V, R> Result<Pair<K, R>> group(Mapper<T, K, V> mapper, Aggregate<K, V, R> aggregate) {
        return of(plan.group(mapper, aggregate), backends, place);
    }

    <K, R, J> MapReduce<J> join(Plan.Join.Kind kind, Plan.Side<K, T> left, Plan.Side<K, R> right) {
        return new MapReduce<>(Plan.join(kind, left, right), backends, place);
    }

    private static <R> Result<R> of(Plan<R> plan, Backends backends, Placement place) {
        return new Result<>(job(plan, backends, place), elsewhere -> of(plan, backends, elsewhere));
    }

    private static <R> LazyOutput.Job<R> job(Plan<R> plan, Backends backends, Placement place) {
        return target -> {
            Backend backend = place.choose(backends);
            JobListener watcher = backends.listener();
            boolean passing = target.isPresent() && backend.isElsewhere();
            JobOutput<R> output = backend.run(plan, passing ? new PassingRows(watcher, target.get()) : watcher);
            backends.listener().computed(plan.inputs(), output.facts());
            return output;
        };
    }

    private <R> MapReduce<R> then(Step step) {
        return new MapReduce<>(plan.then(step), backends, place);
    }
}
