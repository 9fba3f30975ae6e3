package dev.mayfly.engine.sink;

import dev.mayfly.engine.JobCancelledException;

/** Lets an interrupt of the thread stop a long write. */
final class Cancellation {
    private static final int EVERY = 1024;

    private Cancellation() {}

    /** Throws if this thread was interrupted; looks at every 1,024th call of a loop that counts. */
    static void check(long count) {
        if (count % EVERY == 0 && Thread.currentThread().isInterrupted()) {
            throw new JobCancelledException("Writing was stopped after " + count + " rows: nothing was stored.");
        }
    }
}
