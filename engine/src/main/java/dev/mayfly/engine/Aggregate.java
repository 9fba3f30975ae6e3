package dev.mayfly.engine;

import java.io.Serializable;

/**
 * How the values of one key become one result: the closed set that every backend implements. All but {@link Collect}
 * and {@link Reduce} merge on the map side.
 *
 * @param <K> the key
 * @param <V> the emitted value
 * @param <R> the result for one key
 */
public sealed interface Aggregate<K, V, R> extends Serializable {

    /** The number of values. */
    record Count<K, V>() implements Aggregate<K, V, Long> {}

    /** The sum of integral values; overflow of {@code long} is an error, never a wrong number. */
    record Sum<K>() implements Aggregate<K, Long, Long> {}

    /** The compensated sum of floating-point values. */
    record SumDouble<K>() implements Aggregate<K, Double, Double> {}

    /** The arithmetic mean. */
    record Average<K>() implements Aggregate<K, Double, Double> {}

    /** The least value by natural order. */
    record Min<K, V extends Comparable<? super V>>() implements Aggregate<K, V, V> {}

    /** The greatest value by natural order. */
    record Max<K, V extends Comparable<? super V>>() implements Aggregate<K, V, V> {}

    /**
     * The exact percentile by nearest rank: {@code sorted[ceil(p n) - 1]}.
     *
     * @param p in (0, 1]
     */
    record Percentile<K, V extends Comparable<? super V>>(double p) implements Aggregate<K, V, V> {
        public Percentile {
            if (!(p > 0 && p <= 1)) {
                throw new IllegalArgumentException("p must be greater than 0 and at most 1; got " + p);
            }
        }
    }

    /** The exact number of distinct values. */
    record Distinct<K, V>() implements Aggregate<K, V, Long> {}

    /** One value, merged pairwise. */
    record Combine<K, V>(Merge<V> merge) implements Aggregate<K, V, V> {}

    /** What a JDK collector makes of the values. */
    record Collect<K, V, R>(CollectorSupplier<V, R> collector) implements Aggregate<K, V, R> {}

    /** What the user's function makes of all values. */
    record Reduce<K, V, R>(Reducer<K, V, R> reducer) implements Aggregate<K, V, R> {}
}
