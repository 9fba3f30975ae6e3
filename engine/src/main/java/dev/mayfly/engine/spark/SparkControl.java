package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.RunningJob;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a job should go on. The first reason to stop counts. Safe for use by many threads. */
final class SparkControl implements RunningJob {
    /** Numbers jobs in the order of their start; only names depend on it. */
    private static final AtomicLong STARTED = new AtomicLong();

    private final String id = "cluster-job-" + STARTED.incrementAndGet();
    private final String where;
    private final CompletableFuture<RuntimeException> stopped = new CompletableFuture<>();
    private volatile boolean interrupted;

    SparkControl(String where) {
        this.where = where;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void cancel() {
        stop(new JobCancelledException(id + " was cancelled"));
    }

    void interrupted() {
        interrupted = true;
        cancel();
    }

    boolean wasInterrupted() {
        return interrupted;
    }

    void stop(RuntimeException reason) {
        stopped.complete(reason);
    }

    boolean isCancelled() {
        return stopped.getNow(new IllegalStateException()) instanceof JobCancelledException;
    }

    /** Completes with the reason to stop. */
    CompletableFuture<RuntimeException> stopped() {
        return stopped;
    }
}
