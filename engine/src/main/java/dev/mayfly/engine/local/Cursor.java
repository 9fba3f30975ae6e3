package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;

/** Reads a part of a sorted run, key by key. Used by one thread. */
interface Cursor {
    /** Moves to the next key; false behind the last. */
    boolean next();

    long place();

    byte[] keyBytes();

    int keyStart();

    int keyLength();

    /** What a column wrote for the key; to be read before the next move. */
    PackedInput partial();

    /** The order of keys. */
    static int compare(Cursor left, Cursor right) {
        return Order.compare(
                left.place(),
                left.keyBytes(),
                left.keyStart(),
                left.keyLength(),
                right.place(),
                right.keyBytes(),
                right.keyStart(),
                right.keyLength());
    }
}
