package dev.mayfly.engine.spill;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of heap its users may hold together. Safe for use by many threads: what is granted never exceeds the
 * limit, and a refusal is the signal to spill.
 */
public final class MemoryBudget {
    /** The automatic budget is the maximum heap divided by this; the rest is for the program and its user. */
    public static final int AUTOMATIC_SHARE = 4;

    private final long limit;
    private final AtomicLong reserved = new AtomicLong();
    private final @Nullable MemoryBudget whole;
    private boolean closed;

    private MemoryBudget(long limit, @Nullable MemoryBudget whole) {
        this.whole = whole;
        if (limit < 0) {
            throw new IllegalArgumentException("a memory budget must be 0 bytes or more; got " + limit);
        }
        this.limit = limit;
    }

    /** A budget of a number of bytes. */
    public static MemoryBudget bytes(long limit) {
        return new MemoryBudget(limit, null);
    }

    /** A budget of a quarter of the maximum heap of this process. */
    public static MemoryBudget automatic() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / AUTOMATIC_SHARE, null);
    }

    /** A part of this budget whose user can give back all that it took at once. */
    MemoryBudget newShare() {
        return new MemoryBudget(limit, this);
    }

    /** Ends a share: gives back what it took, grants nothing any more, and ignores what comes back late. */
    synchronized void closeShare() {
        if (whole != null && !closed) {
            closed = true;
            whole.release(reserved.get());
        }
    }

    /** Takes bytes if that many are left, all or none. */
    public boolean tryReserve(long bytes) {
        return whole == null ? tryTake(bytes) : tryShare(bytes, whole);
    }

    private synchronized boolean tryShare(long bytes, MemoryBudget from) {
        if (closed || !from.tryReserve(bytes)) {
            return false;
        }
        reserved.addAndGet(bytes);
        return true;
    }

    private boolean tryTake(long bytes) {
        long before = reserved.get();
        while (bytes <= limit - before) {
            long witness = reserved.compareAndExchange(before, before + bytes);
            if (witness == before) {
                return true;
            }
            before = witness;
        }
        return false;
    }

    /** Gives back bytes that were taken. */
    public void release(long bytes) {
        if (whole == null) {
            giveBack(bytes);
        } else {
            releaseShare(bytes, whole);
        }
    }

    private synchronized void releaseShare(long bytes, MemoryBudget to) {
        if (!closed) {
            giveBack(bytes);
            to.release(bytes);
        }
    }

    private void giveBack(long bytes) {
        long left = reserved.addAndGet(-bytes);
        if (left < 0) {
            throw new IllegalStateException("more bytes were released than reserved: " + -left);
        }
    }

    /** The most bytes that are granted at a time. */
    public long limit() {
        return limit;
    }

    /** The bytes granted now. */
    public long reserved() {
        return reserved.get();
    }
}
