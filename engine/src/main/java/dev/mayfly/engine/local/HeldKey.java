package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import java.util.Arrays;

/** A copy of the key of a cursor's entry, to which those that follow are compared. Used by one thread. */
final class HeldKey {
    private final PackedInput in = new PackedInput();
    private byte[] bytes = new byte[64];
    private int length;
    private long place;

    /** Takes the key of an entry. */
    void take(Cursor entry) {
        take(entry.keyBytes(), entry.keyStart(), entry.keyLength(), entry.place());
    }

    /** Takes a copy of a key. */
    void take(byte[] from, int start, int count, long itsPlace) {
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, 2 * bytes.length)];
        }
        System.arraycopy(from, start, bytes, 0, count);
        length = count;
        place = itsPlace;
    }

    /** Whether an entry has the key. */
    boolean isOf(Cursor entry) {
        int start = entry.keyStart();
        return entry.place() == place
                && Arrays.equals(bytes, 0, length, entry.keyBytes(), start, start + entry.keyLength());
    }

    <K> K read(Codec<K> codec) {
        return codec.read(in.reset(bytes, 0, length));
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    long place() {
        return place;
    }
}
