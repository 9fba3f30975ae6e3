package dev.mayfly.engine;

import java.util.Optional;

/**
 * Elements grouped by a key: says what becomes of the elements of one key. Every method returns one row per key.
 *
 * @param <K> the key
 * @param <T> the elements
 */
public final class Grouped<K, T> {
    private final MapReduce<T> source;
    private final Transform<T, K> key;

    Grouped(MapReduce<T> source, Transform<T, K> key) {
        this.source = source;
        this.key = key;
    }

    /** How many elements. */
    public Result<Pair<K, Long>> count() {
        return source.group(new Counting<>(key), new Aggregate.Count<>());
    }

    /** The sum of a whole number; an overflow of {@code long} fails the job. */
    public Result<Pair<K, Long>> sum(LongValue<T> value) {
        Transform<T, K> by = key;
        return source.group(
                new Keyed<>(key, value, (element, out) -> out.emit(by.apply(element), value.apply(element))),
                new Aggregate.Sum<>());
    }

    /** The sum of a floating-point number. */
    public Result<Pair<K, Double>> sumDouble(DoubleValue<T> value) {
        Transform<T, K> by = key;
        return source.group(
                new Keyed<>(key, value, (element, out) -> out.emit(by.apply(element), value.apply(element))),
                new Aggregate.SumDouble<>());
    }

    /** The arithmetic mean of a number. */
    public Result<Pair<K, Double>> average(DoubleValue<T> value) {
        Transform<T, K> by = key;
        return source.group(
                new Keyed<>(key, value, (element, out) -> out.emit(by.apply(element), value.apply(element))),
                new Aggregate.Average<>());
    }

    /** The least value. */
    public <V extends Comparable<? super V>> Result<Pair<K, V>> min(Transform<T, V> value) {
        return source.group(pairs(value), new Aggregate.Min<>());
    }

    /** The greatest value. */
    public <V extends Comparable<? super V>> Result<Pair<K, V>> max(Transform<T, V> value) {
        return source.group(pairs(value), new Aggregate.Max<>());
    }

    /**
     * The exact percentile by nearest rank.
     *
     * @param p greater than 0 and at most 1: 0.95 for the 95th percentile
     */
    public <V extends Comparable<? super V>> Result<Pair<K, V>> percentile(Transform<T, V> value, double p) {
        return source.group(pairs(value), new Aggregate.Percentile<>(p));
    }

    /** The exact number of distinct values. */
    public <V> Result<Pair<K, Long>> distinct(Transform<T, V> value) {
        return source.group(pairs(value), new Aggregate.Distinct<>());
    }

    /** The elements, merged pairwise. */
    public Result<Pair<K, T>> combine(Merge<T> merge) {
        return source.group(pairs(element -> element), new Aggregate.Combine<>(merge));
    }

    /** What a JDK collector makes of the elements: {@code collect(() -> Collectors.counting())}. */
    public <R> Result<Pair<K, R>> collect(CollectorSupplier<T, R> collector) {
        return source.group(pairs(element -> element), new Aggregate.Collect<>(collector));
    }

    /** What a function makes of all elements, which may exceed memory. */
    public <R> Result<Pair<K, R>> reduce(Reducer<K, T, R> reducer) {
        return source.group(pairs(element -> element), new Aggregate.Reduce<>(reducer));
    }

    /**
     * Each of these elements with each element of another plan that has an equal key; one that meets none is left out.
     * The pairs can be mapped, filtered, grouped and joined further. Reads both plans where this one runs. Either side
     * may exceed memory; of one key the other plan's elements are held, and spilled beyond memory, while these stream.
     */
    public <R> MapReduce<Joined<K, T, R>> join(Grouped<K, R> other) {
        return source.join(Plan.Join.Kind.INNER, side(), other.side());
    }

    /** As {@link #join}, but of these elements each is kept: where it meets none, {@code right} is empty. */
    public <R> MapReduce<Joined<K, T, Optional<R>>> leftJoin(Grouped<K, R> other) {
        return source.join(Plan.Join.Kind.LEFT, side(), other.side());
    }

    /** As {@link #join}, but each element of both plans is kept: where it meets none, the other side is empty. */
    public <R> MapReduce<Joined<K, Optional<T>, Optional<R>>> outerJoin(Grouped<K, R> other) {
        return source.join(Plan.Join.Kind.OUTER, side(), other.side());
    }

    /** Says what this is, and what to ask of it. */
    @Override
    public String toString() {
        return "grouped elements: ask for .count(), .sum(...), .percentile(...), .reduce(...) or another aggregate, or .join(...) them";
    }

    private Plan.Side<K, T> side() {
        return new Plan.Side<>(source.plan(), key);
    }

    private <V> Mapper<T, K, V> pairs(Transform<T, V> value) {
        Transform<T, K> by = key;
        return new Keyed<>(key, value, (element, out) -> out.emit(by.apply(element), value.apply(element)));
    }
}
