package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A range of a body on its way from the server to the reader: the bytes that have come and are not read, and how far it
 * got. Guarded by the lock of its {@link ReadAhead}; only the running attempt adds bytes.
 */
final class Part {
    static final long UNKNOWN = -1;

    final Body body;
    /** The first byte, from the start of the body. */
    final long from;
    /** Behind the last byte; {@link #UNKNOWN} until the server says it. */
    long to;
    /** The next byte that is wanted of the server. */
    long next;
    /** Bytes that may wait for the reader; the server is made to wait beyond it. */
    long window;
    /** What of the memory is held for this part. */
    long reserved;

    final Deque<ByteBuffer> ready = new ArrayDeque<>();
    long readyBytes;
    long taken;
    int failures;
    int corruptions;
    /** How often it began anew for want of a version to go on with. */
    int restarts;

    boolean complete;

    @Nullable
    Attempt attempt;

    @Nullable
    Check check;

    @Nullable
    IOException failure;

    Part(Body body, long from, long to, long window) {
        this.body = body;
        this.from = from;
        this.to = to;
        this.next = from;
        this.window = window;
    }

    /** Whether it is all that the body has. */
    boolean isWhole() {
        return from == 0 && body.size.isPresent() && body.size.getAsLong() == to;
    }

    /** Whether bytes that are there may be read: not before a check of all of them, where there is one. */
    boolean isReadable() {
        return !ready.isEmpty() && (complete || check == null);
    }

    /** Whether nothing is left to be read of it, or to come. */
    boolean isDone() {
        return complete && ready.isEmpty();
    }

    /** Whether every byte has come, as far as the server has said how many there are. */
    boolean hasAll() {
        return to != UNKNOWN && next == to;
    }

    /** The memory that it needs from now on, at most. */
    long need() {
        if (complete) {
            return readyBytes;
        }
        return to != UNKNOWN && window >= to - from ? to - from - taken : Math.max(window, readyBytes);
    }

    void add(ByteBuffer bytes) {
        int count = bytes.remaining();
        ready.add(bytes);
        readyBytes += count;
        next += count;
        failures = 0;
    }

    /** Forgets what came, so that it comes again; nothing of it has been read. */
    void restart() {
        ready.clear();
        readyBytes = 0;
        next = from;
        if (check != null) {
            check.reset();
        }
    }
}
