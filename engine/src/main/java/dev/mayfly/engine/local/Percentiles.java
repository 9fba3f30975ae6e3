package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.NumberForm;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import org.jspecify.annotations.Nullable;

/** All values of each key, for a percentile: as primitives where the job's first value is a number, else as objects. */
final class Percentiles<V> implements Deferrable<V> {
    private final Codec<V> codec;
    private final long mostUnpaidBytes;
    private @Nullable Column<V> values;
    private @Nullable NumberValues<V> numbers;

    Percentiles(Codec<V> codec, long mostUnpaidBytes) {
        this.codec = codec;
        this.mostUnpaidBytes = mostUnpaidBytes;
    }

    @Override
    public void add(int number, boolean isNew, V value) throws Exception {
        if (values == null) {
            choose(value);
        }
        chosen().add(number, isNew, value);
    }

    @Override
    public boolean canWait(V value) {
        if (values == null) {
            choose(value);
        }
        return numbers != null && numbers.canWait(value);
    }

    @Override
    public long bits(V value) {
        return numbers().bits(value);
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {
        numbers().addBits(number, isNew, bits);
    }

    /** Whether all that was written is of {@link NumberValues}. */
    boolean areNumbers() {
        return numbers != null;
    }

    private void choose(V value) {
        codec.write(value, new PackedOutput());
        NumberForm<V> form = NumberForm.of(codec);
        numbers = form == null ? null : new NumberValues<>(form, codec, mostUnpaidBytes);
        values = numbers == null ? new Values<>(codec) : numbers;
    }

    private NumberValues<V> numbers() {
        if (numbers == null) {
            throw new IllegalStateException("the values are not numbers");
        }
        return numbers;
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
