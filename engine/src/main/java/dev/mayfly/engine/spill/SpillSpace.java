package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.JobFolder;
import java.util.Comparator;
import java.util.Iterator;

/**
 * The room of one job, or of one result, for values beyond memory: a budget of heap, and a folder for what exceeds it.
 * Everything made here dies with it. Safe for use by many threads.
 */
public final class SpillSpace implements AutoCloseable {
    private final Runnable atClose;
    private final MemoryBudget budget;
    private final BlockStore store;
    private final Codecs codecs = new Codecs();

    /**
     * A room in a job's folder, which is deleted with it.
     *
     * @param budget the heap that blocks, rows and sorts may hold; shared with whoever has it
     */
    public SpillSpace(JobFolder folder, MemoryBudget budget) {
        this(budget, new ChronicleDisk(folder), FreeSpace.of(folder), folder::close);
    }

    SpillSpace(MemoryBudget budget, BlockDisk disk, FreeSpace space, Runnable atClose) {
        this.budget = budget.newShare();
        this.store = new BlockStore(this.budget, disk, space);
        this.atClose = atClose;
    }

    /** The encodings of the job. */
    public Codecs codecs() {
        return codecs;
    }

    public MemoryBudget budget() {
        return budget;
    }

    public BlockStore store() {
        return store;
    }

    /** An empty list of rows of any classes. */
    public <T> RowStore<T> newRows() {
        return newRows(codecs.values());
    }

    /** An empty list of rows that are packed by a codec. */
    public <T> RowStore<T> newRows(Codec<T> codec) {
        return new RowStore<>(this, codec);
    }

    /** Collects the values of one key, written by a codec. */
    public <V> MagicListBuilder<V> newMagicList(Codec<V> codec) {
        return new MagicListBuilder<>(this, codec, MagicListBuilder.LIMITS);
    }

    /** Sorts rows, on disk where they exceed the budget. Equal rows stay in their order. */
    public <T> SortedRows<T> sort(Iterator<? extends T> rows, Comparator<? super T> order) {
        return new ExternalSort<T>(this, codecs.values(), order).sort(rows);
    }

    /** Bytes written to disk so far. */
    public long spilledBytes() {
        return store.spilledBytes();
    }

    /** Deletes everything. Idempotent. */
    @Override
    public void close() {
        try {
            store.close();
            budget.closeShare();
        } finally {
            atClose.run();
        }
    }
}
