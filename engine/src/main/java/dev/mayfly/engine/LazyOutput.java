package dev.mayfly.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a result, computed at the first question. Guarded by itself: two threads that ask run one job. */
final class LazyOutput<T> {
    private @Nullable Job<T> job;
    private @Nullable JobOutput<T> output;
    private boolean closed;

    /** Computes rows. */
    @FunctionalInterface
    interface Job<T> {
        /**
         * Computes them.
         *
         * @param target where the rows go on to from this process, where that is known and far
         */
        JobOutput<T> run(Optional<String> target);
    }

    LazyOutput(Job<T> job) {
        this.job = job;
    }

    JobOutput<T> get() {
        return get(Optional.empty());
    }

    synchronized JobOutput<T> get(Optional<String> target) {
        if (closed) {
            throw new IllegalStateException("The result is closed: run the cell that made it again.");
        }
        if (output == null && job != null) {
            output = job.run(target);
            job = null;
        }
        if (output == null) {
            throw new IllegalStateException("The result has no rows.");
        }
        return output;
    }

    synchronized boolean hasRun() {
        return output != null;
    }

    synchronized String describe() {
        if (closed) {
            return "result (closed)";
        }
        return output == null ? "result (not run yet: display it, or ask it)" : "result (" + output.count() + " rows)";
    }

    synchronized void close() {
        closed = true;
        job = null;
        if (output != null) {
            output.close();
            output = null;
        }
    }
}
