package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import java.util.function.Function;
import java.util.function.Supplier;

/** Merges into one row of a column. */
final class RowFold<C extends Column<?>> implements Fold {
    private final C column;
    private final Function<C, Object> result;
    private boolean isNew;

    RowFold(C column, Function<C, Object> result) {
        this.column = column;
        this.result = result;
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
        return result.apply(column);
    }
}
