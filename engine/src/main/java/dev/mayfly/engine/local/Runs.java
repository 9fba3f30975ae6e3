package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All sorted runs of a job. Partitions are ranges of places, so that results are in the same order however many there
 * are. Safe for use by many threads.
 */
final class Runs {
    private final BlockStore store;
    private final int bits;
    private final JobControl control;
    /** Guarded by this. */
    private final List<Run> runs = new ArrayList<>();

    /** @param bits the logarithm of the number of partitions */
    Runs(BlockStore store, int bits, JobControl control) {
        this.store = store;
        this.bits = bits;
        this.control = control;
    }

    /** The partition of a place. */
    static int partition(long place, int bits) {
        return bits == 0 ? 0 : (int) (place >>> (Long.SIZE - bits));
    }

    /** The least place of a partition. */
    static long firstPlace(int partition, int bits) {
        return bits == 0 ? 0 : (long) partition << (Long.SIZE - bits);
    }

    int partitions() {
        return 1 << bits;
    }

    /** Adds a run, written to blocks. */
    void spill(KeyTable table, Column<?> column) {
        add(new BlockRun(table, column, store, bits, control));
    }

    /** Adds a run, as it is. The table and the column belong to it from now on. */
    void keep(KeyTable table, Column<?> column) {
        if (table.count() > 0) {
            add(
                    column instanceof Primitives<?> primitives
                            ? new TableRun(table, primitives, bits)
                            : new TableRun(table, column));
        }
    }

    private synchronized void add(Run run) {
        runs.add(run);
    }

    /** All runs' parts of a partition, merged. */
    Merge read(int partition) {
        List<Cursor> cursors = new ArrayList<>();
        for (Run run : snapshot()) {
            cursors.add(run.read(partition, bits));
        }
        return new Merge(cursors);
    }

    /**
     * A partition of all runs added up, where they are tables that can be.
     *
     * @param table the keys, in the order in which they were met
     */
    record Sum(KeyTable table, Primitives<?> column) {}

    /**
     * A partition of tables that nobody has sorted, as one. A table of a partition stays in the processor's cache: adding
     * to it and sorting it costs less than to sort and merge the large ones, which answer late.
     */
    Optional<Sum> add(int partition) {
        List<TableRun> tables = new ArrayList<>();
        Primitives<?> sums = null;
        for (Run run : snapshot()) {
            Primitives<?> column = run instanceof TableRun table ? table.primitives() : null;
            if (column == null) {
                return Optional.empty();
            }
            tables.add((TableRun) run);
            sums = sums == null ? column.fresh() : sums;
        }
        if (sums == null) {
            return Optional.empty();
        }
        KeyTable keys = new KeyTable();
        for (TableRun table : tables) {
            table.addTo(partition, keys, sums);
        }
        return Optional.of(new Sum(keys, sums));
    }

    /** The entries of one key in all runs. The key must not change while they are read. */
    KeyEntries read(long place, byte[] key, int length) {
        List<Cursor> cursors = new ArrayList<>();
        for (Run run : snapshot()) {
            cursors.add(run.readFrom(place, bits));
        }
        return new KeyEntries(new Merge(cursors), place, key, length);
    }

    /** Deletes what was spilled of a partition. */
    void release(int partition) {
        for (Run run : snapshot()) {
            if (run instanceof BlockRun blocks) {
                blocks.release(partition);
            }
        }
    }

    private synchronized List<Run> snapshot() {
        return List.copyOf(runs);
    }

    /** Sorted cursors as one: a heap of them. Used by one thread. */
    static final class Merge {
        private final Cursor[] heap;
        private int size;
        private boolean begun;

        Merge(List<Cursor> cursors) {
            this.heap = new Cursor[cursors.size()];
            for (Cursor cursor : cursors) {
                if (cursor.next()) {
                    heap[size++] = cursor;
                }
            }
            for (int i = size / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        }

        /** The next entry, or false behind the last; entries of equal keys follow each other. */
        boolean next() {
            if (begun && size > 0) {
                if (!heap[0].next()) {
                    heap[0] = heap[--size];
                }
                sink(0);
            }
            begun = true;
            return size > 0;
        }

        /** The entry. */
        Cursor entry() {
            return heap[0];
        }

        private void sink(int from) {
            Cursor sinking = heap[from];
            int at = from;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && Cursor.compare(heap[child + 1], heap[child]) < 0) {
                    child++;
                }
                if (Cursor.compare(sinking, heap[child]) <= 0) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = sinking;
        }
    }
}
