package dev.mayfly.engine.local;

import org.jspecify.annotations.Nullable;

/** What a thread has combined, on the heap. Read by many threads, each a part of its own. */
interface HeapRun {
    /** The column, where partitions can be added up. */
    @Nullable
    Primitives<?> primitives();

    /** Adds a partition to a table and a column of the same kind; where there is a column. */
    void addTo(int partition, KeyTable to, Primitives<?> sums);

    /**
     * Reads one partition, sorted.
     *
     * @param bits the logarithm of the number of partitions
     */
    Cursor read(int partition, int bits);

    /** Reads one partition from a place. */
    Cursor readFrom(long place, int bits);
}
