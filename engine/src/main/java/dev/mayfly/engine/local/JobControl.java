package dev.mayfly.engine.local;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.RunningJob;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Whether a job should go on: shared by all its threads. The first reason to stop is the one that counts. */
public final class JobControl implements RunningJob {
    /** Numbers jobs in the order of their start; only names depend on it. */
    private static final AtomicLong STARTED = new AtomicLong();

    private final String id;
    private final String where;
    private final AtomicReference<@Nullable Throwable> reason = new AtomicReference<>();
    private final CompletableFuture<Throwable> told = new CompletableFuture<>();
    private volatile boolean stopped;
    private volatile boolean interrupted;

    JobControl(String where) {
        this("job", where);
    }

    /**
     * A job that goes on.
     *
     * @param kind the word that its name begins with; its number follows
     * @param where the backend, as shown to the user
     */
    public JobControl(String kind, String where) {
        this.id = kind + "-" + STARTED.incrementAndGet();
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

    /** Cancels the job, since the thread that runs it was interrupted; the status is cleared now. */
    public void interrupted() {
        interrupted = true;
        cancel();
    }

    /** Whether the thread that runs the job was interrupted. */
    public boolean wasInterrupted() {
        return interrupted;
    }

    /** Stops the job for a reason. */
    public void stop(Throwable why) {
        if (reason.compareAndSet(null, why)) {
            stopped = true;
            told.complete(why);
        }
    }

    /** Calls once with the reason when the job stops, on the thread that stops it; at once where it has. */
    public void whenStopped(Consumer<Throwable> call) {
        CompletableFuture<Void> unused = told.thenAccept(call);
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether the user stopped the job. */
    public boolean isCancelled() {
        return reason.get() instanceof JobCancelledException;
    }

    /** Why the job stopped, if it did. */
    public @Nullable Throwable reason() {
        return reason.get();
    }

    /** Ends the calling thread's part where the job has stopped. */
    void check() {
        if (stopped) {
            throw new StoppedException();
        }
    }

    /** Takes numbers in turn with the other threads, which share the counter. */
    void eachOf(AtomicInteger next, int count, IntConsumer part) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            check();
            part.accept(i);
        }
    }

    /** Unwinds a thread of a job that has stopped; never shown. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("the job has stopped", null, false, false);
        }
    }
}
