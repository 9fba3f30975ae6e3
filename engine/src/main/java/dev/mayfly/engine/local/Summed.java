package dev.mayfly.engine.local;

/** A column of sums, which can be written as values of its own are. */
interface Summed<V> extends Primitives<V> {
    @Override
    Summed<V> fresh();

    /** Whether what is known of a key fits 64 bits. */
    boolean isBits(int number);

    /** What {@link #addBits} must be given to add all that is known of a key for which {@link #isBits} holds. */
    long bitsOf(int number);
}
