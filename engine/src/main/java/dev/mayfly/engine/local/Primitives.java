package dev.mayfly.engine.local;

/** A column of primitives: what two tables know of a key can be added up without being written first. */
interface Primitives<V> extends Deferrable<V> {
    /** An empty column of this kind. */
    Primitives<V> fresh();

    /** Adds what another column of this kind has of a key of its own. */
    void addAll(int number, boolean isNew, Primitives<?> other, int from);

    @Override
    default void add(int number, boolean isNew, V value) {
        addBits(number, isNew, bits(value));
    }
}
