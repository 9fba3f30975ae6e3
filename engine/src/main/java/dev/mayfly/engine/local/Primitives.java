package dev.mayfly.engine.local;

/**
 * A column whose values are 64 bits each. Adding one calls no function of the user and cannot fail, so it may be put off
 * until many are added at once.
 */
interface Primitives<V> extends Column<V> {
    /** An empty column of this kind. */
    Primitives<V> fresh();

    /** Adds what another column of this kind has of a key of its own. */
    void addAll(int number, boolean isNew, Primitives<?> other, int from);

    /** All that the column needs to know of a value. */
    long bits(V value);

    /** Adds a key's value, as {@link #add} does. */
    void addBits(int number, boolean isNew, long bits);

    @Override
    default void add(int number, boolean isNew, V value) {
        addBits(number, isNew, bits(value));
    }
}
