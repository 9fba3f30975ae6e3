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

    /**
     * Adds the bits of the values of many keys that it has already.
     *
     * @param numbers of the keys; where one is negative, or what it has of the key is full, nothing is added, and the
     *     number is negative afterwards
     */
    default void addKnown(int[] numbers, long[] bits, int count) {
        for (int i = 0; i < count; i++) {
            int number = numbers[i];
            if (number >= 0 && isFull(number)) {
                numbers[i] = -1;
            } else if (number >= 0) {
                addBits(number, false, bits[i]);
            }
        }
    }
}
