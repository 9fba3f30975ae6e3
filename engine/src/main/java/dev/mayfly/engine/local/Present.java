package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;

/** Nothing but that the key is there: for distinct values, which are part of their key. */
final class Present implements Primitives<Object> {
    @Override
    public long bits(Object value) {
        return 0;
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {}

    @Override
    public Present fresh() {
        return new Present();
    }

    @Override
    public void addAll(int number, boolean isNew, Primitives<?> other, int from) {}

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {}

    @Override
    public void write(int number, PackedOutput out) {}

    @Override
    public long heapBytes() {
        return 0;
    }

    @Override
    public void clear() {}
}
