package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;

/** What all runs hold of one key, one after the other. Used by one thread. */
final class KeyEntries {
    private final Runs.Merge entries;
    private final long place;
    private final byte[] key;
    private final int keyLength;

    KeyEntries(Runs.Merge entries, long place, byte[] key, int keyLength) {
        this.entries = entries;
        this.place = place;
        this.key = key;
        this.keyLength = keyLength;
    }

    /** Moves to the next entry; false behind the last. */
    boolean next() {
        while (entries.next()) {
            Cursor entry = entries.entry();
            int order = Order.compare(
                    entry.place(), entry.keyBytes(), entry.keyStart(), entry.keyLength(), place, key, 0, keyLength);
            if (order >= 0) {
                return order == 0;
            }
        }
        return false;
    }

    /** What a column wrote; to be read before the next move. */
    PackedInput partial() {
        return entries.entry().partial();
    }
}
