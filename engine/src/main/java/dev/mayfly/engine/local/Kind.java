package dev.mayfly.engine.local;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Merge;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.function.Supplier;

/**
 * How the embedded backend computes one aggregate.
 *
 * @param column makes a thread's map side
 * @param fold makes a thread's reduce side
 * @param distinct whether values are part of their keys
 */
record Kind<V>(Supplier<Column<? super V>> column, Supplier<Fold> fold, boolean distinct) {

    private static final long SHARE_OF_UNPAID_COUNTS = 4;

    /**
     * The kind of an aggregate whose values have a codec.
     *
     * @param tableBytes the heap that a thread's table may take
     */
    @SuppressWarnings("unchecked") // the plan was typed when it was made
    static <V> Kind<V> of(Aggregate<?, V, ?> aggregate, Codec<V> codec, SpillSpace space, long tableBytes) {
        if (aggregate instanceof Aggregate.Count<?, ?>) {
            return new Kind<>(Counts::new, () -> new RowFold<>(new Counts(), Counts::count), false);
        }
        if (aggregate instanceof Aggregate.Sum<?>) {
            return new Kind<>(longs(Sums::new), () -> new RowFold<>(new Sums(), Sums::sum), false);
        }
        if (aggregate instanceof Aggregate.SumDouble<?>) {
            return new Kind<>(longs(DoubleSums::new), () -> new RowFold<>(new DoubleSums(), DoubleSums::sum), false);
        }
        if (aggregate instanceof Aggregate.Average<?>) {
            return new Kind<>(
                    longs(DoubleSums::new), () -> new RowFold<>(new DoubleSums(), DoubleSums::average), false);
        }
        if (aggregate instanceof Aggregate.Distinct<?, ?>) {
            return new Kind<>(Present::new, () -> new RowFold<>(new Counts(), Counts::count), true);
        }
        if (aggregate instanceof Aggregate.Min<?, ?>) {
            return merged(() ->
                    (Merged<V>) new Merged<>(Merged.<Comparable<Object>>least(), (Codec<Comparable<Object>>) codec));
        }
        if (aggregate instanceof Aggregate.Max<?, ?>) {
            return merged(() ->
                    (Merged<V>) new Merged<>(Merged.<Comparable<Object>>greatest(), (Codec<Comparable<Object>>) codec));
        }
        if (aggregate instanceof Aggregate.Combine<?, ?> combine) {
            return merged(() -> new Merged<>((Merge<V>) combine.merge(), codec));
        }
        if (aggregate instanceof Aggregate.Percentile<?, ?> percentile) {
            return new Kind<>(
                    () -> new Percentiles<>(codec, tableBytes / SHARE_OF_UNPAID_COUNTS),
                    () -> new PercentileFold<>(percentile.p(), codec, space),
                    false);
        }
        return new Kind<>(() -> new Values<>(codec), () -> new ValuesFold<>(Answer.of(aggregate), codec, space), false);
    }

    private static <V> Kind<V> merged(Supplier<Merged<V>> column) {
        return new Kind<>(column::get, () -> new RowFold<>(column.get(), Merged::value), false);
    }

    @SuppressWarnings("unchecked") // sums are asked for with numbers only
    private static <V> Supplier<Column<? super V>> longs(Supplier<? extends Column<?>> column) {
        return () -> (Column<? super V>) column.get();
    }
}
