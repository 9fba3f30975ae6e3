package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs cells one after the other on a thread of its own, each for a limited time. A cell that does not heed its
 * interrupt is left behind: the report ends without it.
 *
 * <p>The running workspace and the wish to stop are guarded by this object's lock.
 */
final class CellRunner {
    /** How long a cell may take to stop once it has been told to. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration SLICE = Duration.ofMillis(50);
    private static final String LEFT_BEHIND =
            "It did not stop within " + GRACE.toSeconds() + " s of its interrupt, and was left behind.";

    private @Nullable Workspace running;
    private boolean stopped;

    /** How a cell ended. */
    sealed interface Ended {
        /** By itself. */
        record Replied(Workspace.Reply reply) implements Ended {}

        /** Somebody stopped it. */
        record Stopped(String note) implements Ended {}

        /** Its time was up. */
        record TooLong(String note) implements Ended {}

        /** The session itself broke: no further cell can run. */
        record Died(Throwable cause) implements Ended {}
    }

    /** Stops the running cell, or else the next one. */
    void interrupt() {
        Workspace workspace;
        synchronized (this) {
            stopped = true;
            notifyAll();
            workspace = running;
        }
        if (workspace != null) {
            workspace.interrupt();
        }
    }

    /** Waits before a cell runs again, or until somebody stops it; true where nobody did. */
    boolean pause(Duration time) {
        synchronized (this) {
            long end = System.nanoTime() + time.toNanos();
            try {
                for (long left = time.toNanos(); !stopped && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return !stopped;
        }
    }

    /** Runs a cell; with a negative limit, for as long as it takes. */
    Ended run(Workspace workspace, String name, String code, FrontEnd frontEnd, Duration limit) {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "report cell");
            daemon.setDaemon(true);
            return daemon;
        });
        try {
            synchronized (this) {
                if (stopped) {
                    return new Ended.Stopped("stopped before it began");
                }
                running = workspace;
            }
            return await(thread.submit(() -> workspace.run(name, code, frontEnd)), workspace, limit);
        } finally {
            synchronized (this) {
                running = null;
            }
            thread.shutdown();
        }
    }

    private Ended await(Future<Workspace.Reply> cell, Workspace workspace, Duration limit) {
        long start = System.nanoTime();
        long stopAt = -1;
        boolean late = false;
        try {
            while (true) {
                try {
                    return ended(cell.get(SLICE.toMillis(), TimeUnit.MILLISECONDS), late);
                } catch (TimeoutException stillRunning) {
                    long spent = System.nanoTime() - start;
                    late |= !limit.isNegative() && spent >= limit.toNanos();
                    if (late || isStopped()) {
                        stopAt = stopAt < 0 ? spent : stopAt;
                        if (spent - stopAt > GRACE.toNanos()) {
                            return late ? new Ended.TooLong(LEFT_BEHIND) : new Ended.Stopped(LEFT_BEHIND);
                        }
                        // Again and again, for an interrupt does nothing before the cell has really begun.
                        workspace.interrupt();
                    }
                }
            }
        } catch (ExecutionException e) {
            return new Ended.Died(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (InterruptedException e) {
            workspace.interrupt();
            Thread.currentThread().interrupt();
            return new Ended.Stopped("");
        }
    }

    private static Ended ended(Workspace.Reply reply, boolean late) {
        if (reply instanceof Workspace.Reply.Interrupted interrupted) {
            return late ? new Ended.TooLong(interrupted.note()) : new Ended.Stopped(interrupted.note());
        }
        // Code that swallows its interrupt fails in ways of its own; the reason is still the limit.
        return late && reply instanceof Workspace.Reply.Failed failed
                ? new Ended.TooLong(failed.name() + ": " + failed.message())
                : new Ended.Replied(reply);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }
}
