package dev.mayfly.engine.spill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of packed values. Closing it deletes them. Questions read the values anew, each value that was counted once;
 * those of plain numbers make no objects. For one thread at a time.
 */
public final class PackedMagicList<V> implements MagicList<V>, AutoCloseable {
    private final SpillSpace space;
    private final PackedValues<V> values;
    private final long size;
    /** Streams of sorted or distinct values, which nobody may have closed. */
    private final List<Stream<V>> streams = new ArrayList<>();

    PackedMagicList(SpillSpace space, PackedValues<V> values, long size) {
        this.space = space;
        this.values = values;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Iterator<V> iterator() {
        return new RepeatingIterator<>(values);
    }

    @Override
    public Stream<V> stream() {
        return stream(iterator(), Spliterator.IMMUTABLE);
    }

    private Stream<V> stream(Iterator<V> all, int characteristics) {
        return StreamSupport.stream(Spliterators.spliterator(all, size, characteristics), false);
    }

    @Override
    public long sum() {
        BigInteger sum = exactSum();
        if (sum.bitLength() > 63) {
            throw new ArithmeticException("the sum " + sum + " does not fit a long: use sumDouble()");
        }
        return sum.longValue();
    }

    private BigInteger exactSum() {
        boolean whole = values.shape() == PackedValues.Shape.WHOLE;
        WholeSum sum = new WholeSum();
        for (PackedValues<V>.Cursor cursor = values.cursor(); cursor.next(); ) {
            if (whole) {
                sum.add(cursor.readWhole(), cursor.count());
            } else {
                sum.add(Numbers.integral(cursor.read(), "sum()"), cursor.count());
            }
        }
        return sum.value();
    }

    @Override
    public double sumDouble() {
        boolean doubles = values.shape() == PackedValues.Shape.DOUBLE;
        CompensatedSum sum = new CompensatedSum();
        for (PackedValues<V>.Cursor cursor = values.cursor(); cursor.next(); ) {
            double value = doubles ? cursor.readDouble() : Numbers.floating(cursor.read(), "sumDouble()");
            sum.add(value, cursor.count());
        }
        return sum.value();
    }

    @Override
    public double average() {
        if (size == 0) {
            return Double.NaN;
        }
        if (values.shape() == PackedValues.Shape.WHOLE) {
            return new BigDecimal(exactSum())
                    .divide(BigDecimal.valueOf(size), MathContext.DECIMAL128)
                    .doubleValue();
        }
        return sumDouble() / size;
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
        requireAny(question);
        PackedValues<V>.Cursor cursor = values.cursor();
        if (!cursor.next()) {
            throw new IllegalStateException("the list was closed");
        }
        V chosen = cursor.read();
        Numbers.compare(chosen, chosen, question);
        while (cursor.next()) {
            chosen = choice.apply(chosen, cursor.read());
        }
        return chosen;
    }

    @Override
    public V percentile(double p) {
        requireAny("percentile(p)");
        long rank = NearestRank.of(p, size);
        NumberForm<V> form = values.form();
        if (form != null) {
            return form.toValue(new Selection(() -> values.numbers(form)).select(rank));
        }
        Comparator<V> natural = (one, other) -> Numbers.compare(one, other, "percentile(p)");
        try (SortedRows<Counted<V>> sorted = sort(natural)) {
            long passed = 0;
            for (Counted<V> next : sorted) {
                passed += next.count();
                if (passed >= rank) {
                    return next.value();
                }
            }
        }
        throw new IllegalStateException("the list was closed");
    }

    @Override
    public Stream<V> distinct() {
        return owned(DistinctValues.of(values.each(), space, values.codec()));
    }

    @Override
    public Stream<V> sorted(Comparator<? super V> order) {
        SortedRows<Counted<V>> sorted = sort(order);
        return owned(stream(new Counted.Repeated<>(sorted.iterator()), Spliterator.ORDERED)
                .onClose(sorted::close));
    }

    private Stream<V> owned(Stream<V> stream) {
        streams.add(stream);
        return stream;
    }

    private SortedRows<Counted<V>> sort(Comparator<? super V> order) {
        Comparator<Counted<V>> byValue = (one, other) -> order.compare(one.value(), other.value());
        return new ExternalSort<>(space, new Counted.Packed<>(values.codec()), byValue).sort(values.counted());
    }

    /** Deletes the values. Idempotent. */
    @Override
    public void close() {
        streams.forEach(Stream::close);
        streams.clear();
        values.release();
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
