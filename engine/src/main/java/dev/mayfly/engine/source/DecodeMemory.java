package dev.mayfly.engine.source;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one thread decodes with, kept from split to split: memory outside the heap for whole members, up to a limit, and
 * the native decoder where there is one. Used by one thread at a time.
 */
public final class DecodeMemory {
    private static final int SMALLEST = 1 << 16;

    private final int limit;
    private final @Nullable Libdeflate libdeflate;
    private ByteBuffer stored = ByteBuffer.allocate(0);
    private ByteBuffer text = ByteBuffer.allocate(0);
    private long nativeMembers;

    private DecodeMemory(int limit, @Nullable Libdeflate libdeflate) {
        this.limit = limit;
        this.libdeflate = libdeflate;
    }

    /**
     * Decodes by the fastest way this machine has.
     *
     * @param limit the most bytes of a member's text that are held at a time; larger members are decoded as a stream
     */
    public static DecodeMemory ofLimit(long limit) {
        return new DecodeMemory(
                (int) Math.min(limit, 1 << 30), Libdeflate.create().orElse(null));
    }

    /** Decodes as a stream, always. */
    public static DecodeMemory streaming() {
        return new DecodeMemory(0, null);
    }

    /** Members that the native decoder has decoded. */
    public long nativeMembers() {
        return nativeMembers;
    }

    Optional<Libdeflate> libdeflate() {
        return Optional.ofNullable(libdeflate);
    }

    void countNativeMember() {
        nativeMembers++;
    }

    int limit() {
        return limit;
    }

    /** Room for stored bytes; what was there is kept. */
    ByteBuffer stored(long capacity) {
        if (stored.capacity() < capacity) {
            ByteBuffer larger = ByteBuffer.allocateDirect(size(capacity));
            stored.clear();
            larger.put(stored).clear();
            stored = larger;
        }
        return stored;
    }

    /** Room for text; what was there is lost. */
    ByteBuffer text(long capacity) {
        if (text.capacity() < capacity) {
            text = ByteBuffer.allocate(0);
            text = ByteBuffer.allocateDirect(size(capacity));
        }
        text.clear();
        return text;
    }

    private int size(long capacity) {
        return (int) Math.max(SMALLEST, Math.min(limit, capacity + capacity / 8));
    }
}
