package dev.mayfly.engine.local;

/** Keys in order, with what is known of their values. A key may be there more than once. */
interface Run {
    /**
     * Reads one partition.
     *
     * @param bits the logarithm of the number of partitions
     */
    Cursor read(int partition, int bits);

    /** Reads one partition from a key's place or somewhat before it. */
    Cursor readFrom(long place, int bits);
}
