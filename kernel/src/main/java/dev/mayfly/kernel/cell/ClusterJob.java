package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One job as its watcher sees it, although the cluster may have to come up first, and may have to run it twice: it starts
 * once and ends once. Safe for use by many threads.
 */
final class ClusterJob implements RunningJob {
    private final String id;
    private final String where;
    private final int inputs;
    private final JobListener listener;
    private final long start = System.nanoTime();
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private @Nullable RunningJob inner;
    private @Nullable JobProgress last;
    private String note = "";

    ClusterJob(String id, String where, int inputs, JobListener listener) {
        this.id = id;
        this.where = where;
        this.inputs = inputs;
        this.listener = listener;
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
        cancelled.countDown();
        RunningJob running;
        synchronized (this) {
            running = inner;
        }
        if (running != null) {
            running.cancel();
        }
    }

    boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** Waits some time, or until the job is cancelled. */
    void pause(long millis) throws InterruptedException {
        boolean unused = cancelled.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Says that the job waits, and what for. */
    void waits(String what) {
        listener.progress(this, own(JobProgress.Phase.WAIT, what));
    }

    /** What is said beside the progress of the job from now on. */
    synchronized void note(String said) {
        note = said;
    }

    /** Tells the watcher that the job ended. */
    void ended(JobProgress.Phase phase) {
        JobProgress known;
        synchronized (this) {
            known = last;
        }
        listener.ended(this, known == null ? own(phase, "") : known.in(phase, elapsed()));
    }

    private JobProgress own(JobProgress.Phase phase, String said) {
        return new JobProgress(phase, 0, inputs, 0, OptionalLong.empty(), 0, 0, 0, 0, elapsed(), said);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Watches one run of the job on the engine. */
    JobListener relay() {
        return new JobListener() {
            @Override
            public void started(RunningJob job) {
                synchronized (ClusterJob.this) {
                    inner = job;
                }
                if (isCancelled()) {
                    job.cancel();
                }
            }

            @Override
            public void progress(RunningJob job, JobProgress progress) {
                JobProgress told;
                synchronized (ClusterJob.this) {
                    if (inner != job) {
                        return;
                    }
                    last = progress;
                    told = progress.noting(note);
                }
                listener.progress(ClusterJob.this, told);
            }

            @Override
            public void ended(RunningJob job, JobProgress end) {
                synchronized (ClusterJob.this) {
                    if (inner == job) {
                        last = end;
                        inner = null;
                    }
                }
            }
        };
    }
}
