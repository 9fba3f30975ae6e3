package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;

/**
 * What is known so far of the values of each key, by the key's number: the map side of an aggregate, and in one row of
 * its own its reduce side. Used by one thread.
 *
 * @param <V> an emitted value
 */
interface Column<V> {
    /** The room that a column begins with. */
    int FEWEST = 512;

    /** Adds a key's value; numbers are given in sequence, so that a new one is the next. */
    void add(int number, boolean isNew, V value) throws Exception;

    /** Adds what {@link #write} wrote for the same key. */
    void merge(int number, boolean isNew, PackedInput partial) throws Exception;

    /** Appends what is known of a key. */
    void write(int number, PackedOutput out);

    /** Whether a key has so many values that a second number should be begun for it. */
    default boolean isFull(int number) {
        return false;
    }

    /** Heap that the column takes. */
    long heapBytes();

    /** Forgets everything, and the room for it. */
    void clear();
}
