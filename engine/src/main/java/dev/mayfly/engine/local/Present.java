package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;

/** Nothing but that the key is there: for distinct values, which are part of their key. */
final class Present implements Column<Object> {
    @Override
    public void add(int number, boolean isNew, Object value) {}

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
