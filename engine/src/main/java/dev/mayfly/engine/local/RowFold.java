package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import java.util.function.Supplier;

/** Merges into one row of a column. */
final class RowFold<C extends Column<?>> implements Fold {
    private final C column;
    private final Reading<C> result;
    private boolean isNew;

    RowFold(C column, Reading<C> result) {
        this.column = column;
        this.result = result;
    }

    /** What is asked of a column. */
    @FunctionalInterface
    interface Reading<C> {
        Object of(C column, int number);
    }

    /** The result of a key in another column of the same kind. */
    @SuppressWarnings("unchecked") // it is of the same kind
    Object result(Column<?> other, int number) {
        return result.of((C) other, number);
    }

    @Override
    public void begin(Supplier<KeyEntries> entries) {
        isNew = true;
    }

    @Override
    public void add(PackedInput partial) throws Exception {
        column.merge(0, isNew, partial);
        isNew = false;
    }

    @Override
    public Object result(Object key) {
        return result.of(column, 0);
    }
}
