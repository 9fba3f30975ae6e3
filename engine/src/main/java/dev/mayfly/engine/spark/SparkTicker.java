package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a listener four times a second how far a job is, until it is closed. */
final class SparkTicker implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 250;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException fault;

    private SparkTicker(SparkControl job, Supplier<JobProgress> progress, JobListener listener) {
        this.thread = new Thread(() -> tick(job, progress, listener), job.id() + "-progress");
        thread.setDaemon(true);
    }

    static SparkTicker start(SparkControl job, Supplier<JobProgress> progress, JobListener listener) {
        SparkTicker ticker = new SparkTicker(job, progress, listener);
        ticker.thread.start();
        return ticker;
    }

    private void tick(SparkControl job, Supplier<JobProgress> progress, JobListener listener) {
        try {
            while (!ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                listener.progress(job, progress.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // A listener that cannot show progress is no reason for wrong silence: the job stops with its fault.
            fault = e;
            job.stop(e);
        }
    }

    /** Fails if the listener has. */
    void check() {
        RuntimeException e = fault;
        if (e != null) {
            throw e;
        }
    }

    /** Returns when no more calls are made. */
    @Override
    public void close() {
        ended.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
