package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Pairs of key bytes and value bytes, divided into partitions: many threads write them, each with its own writer, and
 * then each partition is read by itself and released. Safe for use by many threads.
 */
public final class PartitionedRecords implements AutoCloseable {
    private static final int FIRST_CAPACITY = 1 << 10;

    private final List<BlockGroup> groups;
    private final AtomicLongArray records;

    /** @param partitions how many there are, 1 or more */
    public PartitionedRecords(BlockStore store, int partitions) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be 1 or more; got " + partitions);
        }
        List<BlockGroup> all = new ArrayList<>(partitions);
        for (int i = 0; i < partitions; i++) {
            all.add(store.newGroup());
        }
        this.groups = List.copyOf(all);
        this.records = new AtomicLongArray(partitions);
    }

    public int partitions() {
        return groups.size();
    }

    /** The pairs of a partition whose writers are closed. */
    public long records(int partition) {
        return records.get(partition);
    }

    /** The packed bytes of a partition whose writers are closed. */
    public long bytes(int partition) {
        return groups.get(partition).bytes();
    }

    /** A writer for one thread. What it wrote can be read once it is closed. */
    public Writer newWriter() {
        return new Writer();
    }

    /** Reads the pairs of a partition from the first. */
    public PairCursor read(int partition) {
        return new PairCursor(groups.get(partition));
    }

    /** Deletes a partition. */
    public void release(int partition) {
        groups.get(partition).release();
        records.set(partition, 0);
    }

    /** Deletes all partitions. */
    @Override
    public void close() {
        for (int i = 0; i < groups.size(); i++) {
            release(i);
        }
    }

    /** Writes pairs. For one thread. */
    public final class Writer implements AutoCloseable {
        private final RecordAppender[] appenders = new RecordAppender[groups.size()];
        private final long[] written = new long[groups.size()];

        private Writer() {
            for (int i = 0; i < appenders.length; i++) {
                appenders[i] = new RecordAppender(groups.get(i), FIRST_CAPACITY);
            }
        }

        /** Appends a pair to a partition. */
        public void append(
                int partition,
                byte[] key,
                int keyOffset,
                int keyLength,
                byte[] value,
                int valueOffset,
                int valueLength) {
            RecordAppender appender = appenders[partition];
            PackedOutput out = appender.out();
            out.writeVarint(keyLength);
            out.writeBytes(key, keyOffset, keyLength);
            out.writeVarint(valueLength);
            out.writeBytes(value, valueOffset, valueLength);
            appender.end();
            written[partition]++;
        }

        /** Makes what was written readable. Idempotent. */
        @Override
        public void close() {
            for (int i = 0; i < appenders.length; i++) {
                appenders[i].flush();
                records.addAndGet(i, written[i]);
                written[i] = 0;
            }
        }
    }
}
