package dev.mayfly.kernel.session;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a cell, shared by the thread that asked for it, the thread that its snippets run on, and whoever interrupts
 * it. Guarded by itself.
 */
final class CellRun {
    private static final long REPEAT_MILLIS = 50;

    private boolean busy;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /** Announces a snippet; false if the run was stopped. */
    synchronized boolean begin() {
        busy = !stopping;
        return busy;
    }

    /** Called by the thread that is to run the snippet; false if the run was stopped meanwhile. */
    synchronized boolean enter() {
        if (stopping) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Called by the same thread when the snippet has ended. */
    synchronized void leave() {
        thread = null;
        busy = false;
        notifyAll();
    }

    /** Asks the run to end. */
    synchronized void stop() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
        notifyAll();
    }

    boolean stopping() {
        return stopping;
    }

    synchronized boolean isOn(Thread candidate) {
        return thread == candidate;
    }

    synchronized Optional<Thread> thread() {
        return Optional.ofNullable(thread);
    }

    /** Waits until the snippet has ended or the run was stopped. */
    synchronized void await() {
        while (busy && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Whoever interrupts the thread that waits for a cell wants the cell to stop; the flag has done its
                // work.
                stop();
            }
        }
    }

    /** Interrupts the snippet again and again until it has ended; false if it has not within the time. */
    synchronized boolean endsWithin(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (busy) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            if (thread != null) {
                thread.interrupt();
            }
            try {
                wait(Math.min(left, REPEAT_MILLIS));
            } catch (InterruptedException e) {
                stop();
            }
        }
        return true;
    }
}
