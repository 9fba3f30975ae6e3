package dev.mayfly.engine.spill;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of heap its users may hold together. Safe for use by many threads: what is granted never exceeds the
 * limit, and a refusal is the signal to spill.
 */
public final class MemoryBudget {
    /** The automatic budget is the maximum heap divided by this; the rest is for the program and its user. */
    public static final int AUTOMATIC_SHARE = 4;

    private final long limit;
    private final AtomicLong reserved = new AtomicLong();

    private MemoryBudget(long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("a memory budget must be 0 bytes or more; got " + limit);
        }
        this.limit = limit;
    }

    /** A budget of a number of bytes. */
    public static MemoryBudget bytes(long limit) {
        return new MemoryBudget(limit);
    }

    /** A budget of a quarter of the maximum heap of this process. */
    public static MemoryBudget automatic() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / AUTOMATIC_SHARE);
    }

    /** Takes bytes if that many are left, all or none. */
    public boolean tryReserve(long bytes) {
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
