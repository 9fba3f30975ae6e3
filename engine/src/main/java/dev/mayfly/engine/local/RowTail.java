package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.RowStore;
import org.jspecify.annotations.Nullable;

/** Packs each element as a row of its split. Used by one thread. */
final class RowTail implements MapTask.Tail {
    private final PackedRows rows;
    private final int[] numbers;

    /** @param numbers what each split is called elsewhere */
    RowTail(PackedRows rows, int[] numbers) {
        this.rows = rows;
        this.numbers = numbers;
    }

    @Override
    public void accept(Object element) {
        Tails.requireLasting(element);
        rows.add(element);
    }

    @Override
    public RowStore<Object>.@Nullable Piece newPiece(int split) {
        return null;
    }

    @Override
    public void begin(int split, RowStore<Object>.@Nullable Piece piece) {
        rows.begin(numbers[split]);
    }

    @Override
    public void end() {}

    @Override
    public void done(int split) {}

    @Override
    public void check() {}

    @Override
    public long taken() {
        return rows.count();
    }
}
