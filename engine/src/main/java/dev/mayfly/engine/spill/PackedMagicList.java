package dev.mayfly.engine.spill;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A list of values in packed blocks. Closing it deletes them. For one thread at a time. */
public final class PackedMagicList<V> implements MagicList<V>, AutoCloseable {
    private final SpillSpace space;
    private final Codec<V> codec;
    private final BlockGroup group;
    private final long size;

    PackedMagicList(SpillSpace space, Codec<V> codec, BlockGroup group, long size) {
        this.space = space;
        this.codec = codec;
        this.group = group;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Iterator<V> iterator() {
        return new ValueReader<>(group.read(), codec);
    }

    @Override
    public Stream<V> stream() {
        return StreamSupport.stream(Spliterators.spliterator(iterator(), size, Spliterator.IMMUTABLE), false);
    }

    @Override
    public long sum() {
        BigInteger sum = BigInteger.ZERO;
        long small = 0;
        for (V value : this) {
            long next = Numbers.integral(value, "sum()");
            long both = small + next;
            if (((small ^ both) & (next ^ both)) < 0) {
                sum = sum.add(BigInteger.valueOf(small));
                both = next;
            }
            small = both;
        }
        sum = sum.add(BigInteger.valueOf(small));
        if (sum.bitLength() > 63) {
            throw new ArithmeticException("the sum " + sum + " does not fit a long: use sumDouble()");
        }
        return sum.longValue();
    }

    @Override
    public double sumDouble() {
        CompensatedSum sum = new CompensatedSum();
        for (V value : this) {
            sum.add(Numbers.floating(value, "sumDouble()"));
        }
        return sum.value();
    }

    @Override
    public double average() {
        return size == 0 ? Double.NaN : sumDouble() / size;
    }

    @Override
    public V min() {
        return reduce("min()", (best, next) -> Numbers.compare(next, best, "min()") < 0 ? next : best);
    }

    @Override
    public V max() {
        return reduce("max()", (best, next) -> Numbers.compare(next, best, "max()") > 0 ? next : best);
    }

    private V reduce(String question, BinaryOperator<V> choice) {
        Iterator<V> values = iterator();
        requireAny(question);
        V chosen = values.next();
        Numbers.compare(chosen, chosen, question);
        while (values.hasNext()) {
            chosen = choice.apply(chosen, values.next());
        }
        return chosen;
    }

    @Override
    public V percentile(double p) {
        requireAny("percentile(p)");
        long rank = NearestRank.of(p, size);
        Comparator<V> natural = (one, other) -> Numbers.compare(one, other, "percentile(p)");
        try (SortedRows<V> sorted = new ExternalSort<>(space, codec, natural).sort(iterator())) {
            Iterator<V> values = sorted.iterator();
            for (long i = 1; i < rank; i++) {
                values.next();
            }
            return values.next();
        }
    }

    @Override
    public Stream<V> distinct() {
        return DistinctValues.of(iterator(), space, codec);
    }

    @Override
    public Stream<V> sorted(Comparator<? super V> order) {
        SortedRows<V> sorted = new ExternalSort<>(space, codec, order).sort(iterator());
        return sorted.stream().onClose(sorted::close);
    }

    /** Deletes the values. Idempotent. */
    @Override
    public void close() {
        group.release();
    }

    private void requireAny(String question) {
        if (size == 0) {
            throw new NoSuchElementException(question + " of no values");
        }
    }

    /** Says how many values there are; never lists them. */
    @Override
    public String toString() {
        return "list of " + size + " values";
    }
}
