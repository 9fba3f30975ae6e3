package dev.mayfly.engine.local;

/**
 * A column of whose values 64 bits are all that counts. Adding one calls no function of the user and cannot fail, so it
 * may wait until many are added at once.
 */
interface Deferrable<V> extends Column<V> {
    /** Whether a value can wait; one that cannot is to be added by itself. */
    default boolean canWait(V value) {
        return true;
    }

    /** All that the column needs to know of a value that can wait. */
    long bits(V value);

    /** Adds the bits of a key's value, as {@link #add} adds a value. */
    void addBits(int number, boolean isNew, long bits);
}
