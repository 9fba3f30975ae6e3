package dev.mayfly.engine.spill;

import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The values of one key: a list that may be larger than memory. It can be iterated any number of times; no order is
 * promised. Equal values that are few are kept as value and count; many are kept in packed blocks that spill.
 *
 * <p>The numeric questions ({@link #sum} to {@link #average}) need {@link Number} values, the ordered ones natural
 * order; otherwise they throw {@link IllegalStateException} naming the type. All but {@link #size}, {@link #sum},
 * {@link #sumDouble} and {@link #average} of an empty list throw {@link java.util.NoSuchElementException}.
 */
public interface MagicList<V> extends Iterable<V> {
    /** How many values there are, duplicates included. */
    long size();

    /** Every value, duplicates included; close it if it is not read to the end. */
    Stream<V> stream();

    @Override
    Iterator<V> iterator();

    /**
     * The sum of integral values.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    long sum();

    /** The compensated sum of numeric values; 0 for none. */
    double sumDouble();

    /** The arithmetic mean; NaN for none. */
    double average();

    /** The least value by natural order. */
    V min();

    /** The greatest value by natural order. */
    V max();

    /**
     * The exact percentile by nearest rank, {@code sorted[ceil(p n) - 1]}.
     *
     * @param p greater than 0 and at most 1
     */
    V percentile(double p);

    /** Each distinct value once, in no promised order, without holding all of them in memory. */
    Stream<V> distinct();

    /** Every value, in the order given; sorts outside memory where it must. */
    Stream<V> sorted(Comparator<? super V> order);
}
