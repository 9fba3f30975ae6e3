package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs cells in order on a thread of its own, so that the next one can be typed while one runs. All state is guarded by
 * this object's lock; the workspace is never called with it held.
 */
final class Runs implements AutoCloseable {
    /** A workspace that was about to begin a cell hears an interrupt when idle: it is told again. */
    private static final long INSIST_MILLIS = 100;

    private final Workspace workspace;
    private final Function<Run, FrontEnd> frontEnds;
    private final BiConsumer<Run, Reply> ended;
    private final Deque<Run> waiting = new ArrayDeque<>();
    private @Nullable Run running;
    private long since;
    private boolean stopping;
    private boolean closed;

    /** A cell with the number that its prompt had. */
    record Run(int number, String code) {
        String name() {
            return "In [" + number + "]";
        }
    }

    /**
     * @param frontEnds where a cell's output goes; asked when it begins
     * @param ended takes each cell with how it ended, on this object's thread
     */
    Runs(Workspace workspace, Function<Run, FrontEnd> frontEnds, BiConsumer<Run, Reply> ended) {
        this.workspace = workspace;
        this.frontEnds = frontEnds;
        this.ended = ended;
        Thread thread = new Thread(this::work, "mayfly-cells");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs a cell when those before it have ended. */
    synchronized void submit(int number, String code) {
        waiting.add(new Run(number, code));
        notifyAll();
    }

    /** Whether a cell runs or waits. */
    synchronized boolean isBusy() {
        return running != null || !waiting.isEmpty();
    }

    /** The cell that runs now. */
    synchronized Optional<Run> running() {
        return Optional.ofNullable(running);
    }

    /** How long it has run. */
    synchronized Duration runningFor() {
        return Duration.ofNanos(running == null ? 0 : System.nanoTime() - since);
    }

    /** How many cells wait. */
    synchronized int waiting() {
        return waiting.size();
    }

    /** Whether the running cell was told to stop, and has not yet. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /** Lets the threads that wait in {@link #awaitIdle} look at what else there is. */
    synchronized void wake() {
        notifyAll();
    }

    /** Waits until nothing runs any more, the time is over, or there is something else to do. */
    synchronized boolean awaitIdle(Duration limit, BooleanSupplier other) {
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        while (isBusy() && !other.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isBusy();
    }

    /**
     * Stops the running cell and drops those that wait.
     *
     * @return how many were dropped
     */
    synchronized int stop() {
        int dropped = waiting.size();
        waiting.clear();
        if (running != null && !stopping) {
            stopping = true;
            Run cell = running;
            Thread insisting = new Thread(() -> insist(cell), "mayfly-interrupt");
            insisting.setDaemon(true);
            insisting.start();
        }
        notifyAll();
        return dropped;
    }

    private void insist(Run cell) {
        try {
            while (isRunning(cell)) {
                workspace.interrupt();
                synchronized (this) {
                    if (isRunning(cell)) {
                        wait(INSIST_MILLIS);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isRunning(Run cell) {
        return cell.equals(running);
    }

    private void work() {
        try {
            while (true) {
                Optional<Run> next = next();
                if (next.isEmpty()) {
                    return;
                }
                ended.accept(next.get(), reply(next.get()));
                done();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(Run cell) {
        try {
            return workspace.run(cell.name(), cell.code(), frontEnds.apply(cell));
        } catch (RuntimeException | Error e) {
            // A fault of ours, or a session that could not be opened: told, and the terminal lives on.
            String message = String.valueOf(e.getMessage());
            String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
            return new Reply.Failed(e.getClass().getSimpleName(), message + cause, List.of());
        }
    }

    private synchronized Optional<Run> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return Optional.empty();
        }
        running = waiting.poll();
        since = System.nanoTime();
        return Optional.ofNullable(running);
    }

    private synchronized void done() {
        running = null;
        stopping = false;
        notifyAll();
    }

    /** Stops what runs, and takes nothing more. Does not wait. */
    @Override
    public synchronized void close() {
        stop();
        closed = true;
        notifyAll();
    }
}
