package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockGroup;
import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What threads have combined, in runs: tables and logs on the heap, and sorted ones that were written to blocks, a part for each
 * partition. Partitions are ranges of places, so that results are in the same order however many there are. A partition
 * is read as one sorted stream, so that it may be of any size: only the values of one key are held at a time. Safe for
 * use by many threads.
 */
final class Runs {
    /** Fewer parts are not worth a pass over them. */
    private static final int FEWEST_MERGED = 16;

    private final BlockStore store;
    private final int bits;
    private final long cursorBytes;
    private final JobControl control;
    /** Guarded by this. */
    private final List<HeapRun> runs = new ArrayList<>();
    /** By partition. Guarded by this. */
    private final List<List<BlockPart>> parts = new ArrayList<>();
    /** By partition: what is too large to be moved when parts are merged. */
    private final List<BlockGroup> large = new ArrayList<>();

    /**
     * @param bits the logarithm of the number of partitions
     * @param cursorBytes heap for the blocks that one thread holds while it merges
     */
    Runs(BlockStore store, int bits, long cursorBytes, JobControl control) {
        this.store = store;
        this.bits = bits;
        this.cursorBytes = cursorBytes;
        this.control = control;
        for (int partition = 0; partition < 1 << bits; partition++) {
            parts.add(new ArrayList<>());
            large.add(store.newGroup());
        }
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

    /** What may stop who works on them. */
    JobControl control() {
        return control;
    }

    /** The logarithm of the number of partitions. */
    int bits() {
        return bits;
    }

    /** Writes a run to blocks. */
    void spill(HeapRun run) {
        PackedOutput out = new PackedOutput(BlockStore.BLOCK_BYTES + 256);
        for (int partition = 0; partition < 1 << bits; partition++) {
            control.check();
            Cursor entries = run.read(partition, bits);
            if (entries.next()) {
                BlockPart.Writer writer = new BlockPart.Writer(store, large.get(partition), out);
                do {
                    writer.add(entries);
                } while (entries.next());
                add(partition, writer.end());
            }
        }
    }

    /** Adds a table as a run. It and the column belong to it from now on. */
    void keep(KeyTable table, Column<?> column) {
        if (table.count() > 0) {
            boolean isByPartition =
                    column instanceof Primitives<?> || (column instanceof Percentiles<?> some && some.areNumbers());
            add(isByPartition ? new TableRun(table, column, bits) : new TableRun(table, column));
        }
    }

    /** Adds a run, as it is. */
    synchronized void add(HeapRun run) {
        runs.add(run);
    }

    /** Adds a part of a partition. */
    synchronized void add(int partition, BlockPart part) {
        parts.get(partition).add(part);
    }

    /** All runs' parts of a partition, merged. One thread at a time may read a partition. */
    Merge read(int partition) {
        mergeDown(partition);
        List<Cursor> cursors = new ArrayList<>();
        partsOf(partition).forEach(part -> cursors.add(part.read()));
        runs().forEach(run -> cursors.add(run.read(partition, bits)));
        return new Merge(cursors);
    }

    /**
     * A partition of all runs added up, where they can be.
     *
     * @param table the keys, in the order in which they were met
     */
    record Sum(KeyTable table, Primitives<?> column) {}

    /**
     * A partition of runs on the heap that nobody has sorted, as one. A table of a partition stays in the processor's cache: adding
     * to it and sorting it costs less than to sort and merge the large ones, which answer late.
     */
    Optional<Sum> add(int partition) {
        if (!partsOf(partition).isEmpty()) {
            return Optional.empty();
        }
        List<HeapRun> all = runs();
        Primitives<?> sums = null;
        for (HeapRun run : all) {
            Primitives<?> column = run.primitives();
            if (column == null) {
                return Optional.empty();
            }
            sums = sums == null ? column.fresh() : sums;
        }
        if (sums == null) {
            return Optional.empty();
        }
        KeyTable keys = new KeyTable();
        for (HeapRun run : all) {
            run.addTo(partition, keys, sums);
        }
        return Optional.of(new Sum(keys, sums));
    }

    /** A partition of tables whose entries can be gathered as they are; in place of {@link #read}, and before anyone calls that. */
    Optional<Gathered> gather(int partition) {
        if (!partsOf(partition).isEmpty()) {
            return Optional.empty();
        }
        List<TableRun> tables = new ArrayList<>();
        for (HeapRun run : runs()) {
            if (!(run instanceof TableRun table) || !table.isByPartition()) {
                return Optional.empty();
            }
            tables.add(table);
        }
        return Optional.of(new Gathered(tables, partition));
    }

    /** The entries of one key in all runs. The key must not change while they are read. */
    KeyEntries read(long place, byte[] key, int length) {
        List<Cursor> cursors = new ArrayList<>();
        partsOf(partition(place, bits)).forEach(part -> cursors.add(part.readFrom(place)));
        runs().forEach(run -> cursors.add(run.readFrom(place, bits)));
        return new KeyEntries(new Merge(cursors), place, key, length);
    }

    /** Merges parts, the first ones first, until the cursors of those that are left fit. */
    private void mergeDown(int partition) {
        List<BlockPart> all = partsOf(partition);
        while (all.size() > FEWEST_MERGED && cursorBytes(all) > cursorBytes) {
            int count = FEWEST_MERGED;
            while (count < all.size() && cursorBytes(all.subList(0, count + 1)) <= cursorBytes) {
                count++;
            }
            List<BlockPart> merged = all.subList(0, count);
            BlockPart longer = merge(partition, merged);
            merged.forEach(BlockPart::release);
            // Behind the others: in the next pass they are merged with their like.
            List<BlockPart> left = new ArrayList<>(all.subList(count, all.size()));
            left.add(longer);
            set(partition, left);
            all = left;
        }
    }

    private BlockPart merge(int partition, List<BlockPart> some) {
        List<Cursor> cursors = new ArrayList<>();
        some.forEach(part -> cursors.add(part.read()));
        Merge entries = new Merge(cursors);
        BlockPart.Writer writer =
                new BlockPart.Writer(store, large.get(partition), new PackedOutput(BlockStore.BLOCK_BYTES + 256));
        while (entries.next()) {
            control.check();
            writer.add(entries.entry());
        }
        return writer.end();
    }

    private static long cursorBytes(List<BlockPart> some) {
        return some.stream().mapToLong(BlockPart::cursorBytes).sum();
    }

    private synchronized List<BlockPart> partsOf(int partition) {
        return List.copyOf(parts.get(partition));
    }

    private synchronized void set(int partition, List<BlockPart> some) {
        parts.set(partition, some);
    }

    private synchronized List<HeapRun> runs() {
        return List.copyOf(runs);
    }

    /** Begins a part of a partition, to be added when it is whole. */
    BlockPart.Writer newPart(int partition) {
        return new BlockPart.Writer(store, large.get(partition), new PackedOutput(BlockStore.BLOCK_BYTES + 256));
    }

    /** Deletes what was spilled of a partition. */
    void release(int partition) {
        partsOf(partition).forEach(BlockPart::release);
        large.get(partition).release();
    }

    /** Sorted cursors as one: a heap of them. Used by one thread. */
    static final class Merge {
        /** Cursors; the type of what is stored needs no check. */
        private final Object[] heap;

        private int size;
        private boolean begun;

        Merge(List<Cursor> cursors) {
            this.heap = new Object[cursors.size()];
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
                if (!at(0).next()) {
                    heap[0] = heap[--size];
                }
                sink(0);
            }
            begun = true;
            return size > 0;
        }

        /** The entry. */
        Cursor entry() {
            return at(0);
        }

        private Cursor at(int place) {
            return (Cursor) heap[place];
        }

        private void sink(int from) {
            Cursor sinking = at(from);
            int hole = from;
            while (2 * hole + 1 < size) {
                int child = 2 * hole + 1;
                if (child + 1 < size && Cursor.compare(at(child + 1), at(child)) < 0) {
                    child++;
                }
                if (Cursor.compare(sinking, at(child)) <= 0) {
                    break;
                }
                heap[hole] = heap[child];
                hole = child;
            }
            heap[hole] = sinking;
        }
    }
}
