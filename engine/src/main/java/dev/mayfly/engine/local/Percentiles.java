package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.NumberForm;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import org.jspecify.annotations.Nullable;

/** All values of each key, for a percentile: as primitives where the job's first value is a number, else as objects. */
final class Percentiles<V> implements Column<V> {
    private final Codec<V> codec;
    private final long mostUnpaidBytes;
    private @Nullable Column<V> values;

    Percentiles(Codec<V> codec, long mostUnpaidBytes) {
        this.codec = codec;
        this.mostUnpaidBytes = mostUnpaidBytes;
    }

    @Override
    public void add(int number, boolean isNew, V value) throws Exception {
        Column<V> chosen = values;
        if (chosen == null) {
            chosen = choose(value);
            values = chosen;
        }
        chosen.add(number, isNew, value);
    }

    private Column<V> choose(V value) {
        codec.write(value, new PackedOutput());
        NumberForm<V> form = NumberForm.of(codec);
        return form == null ? new Values<>(codec) : new NumberValues<>(form, codec, mostUnpaidBytes);
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        throw new UnsupportedOperationException("values are gathered by PercentileFold");
    }

    @Override
    public void write(int number, PackedOutput out) {
        chosen().write(number, out);
    }

    private Column<V> chosen() {
        if (values == null) {
            throw new IllegalStateException("no value was added");
        }
        return values;
    }

    @Override
    public boolean isFull(int number) {
        return chosen().isFull(number);
    }

    @Override
    public long heapBytes() {
        return values == null ? 0 : values.heapBytes();
    }

    @Override
    public void clear() {
        if (values != null) {
            values.clear();
        }
    }
}
