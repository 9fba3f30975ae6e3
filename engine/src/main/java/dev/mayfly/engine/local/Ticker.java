package dev.mayfly.engine.local;

import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells a listener four times a second how far a job is, until it is closed. */
public final class Ticker implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 250;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    private Ticker(JobControl job, Supplier<JobProgress> progress, JobListener listener) {
        this.thread = new Thread(() -> tick(job, progress, listener), job.id() + "-progress");
        thread.setDaemon(true);
    }

    /** Tells of a job from now on; a listener that fails stops the job. */
    public static Ticker start(JobControl job, Supplier<JobProgress> progress, JobListener listener) {
        Ticker ticker = new Ticker(job, progress, listener);
        ticker.thread.start();
        return ticker;
    }

    private void tick(JobControl job, Supplier<JobProgress> progress, JobListener listener) {
        try {
            while (!ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                listener.progress(job, progress.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A listener that cannot show progress is no reason for wrong silence: the job stops with its fault.
            job.stop(e);
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
