package dev.mayfly.engine.local;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.SpillException;
import dev.mayfly.engine.spill.SpillSpace;
import dev.mayfly.engine.spill.SpillSpaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The embedded backend: runs jobs in this process, with threads of their own, within a share of the heap each; what
 * exceeds it is spilled to a temporary folder that is deleted with the result, with this backend, and with the process.
 * Results do not depend on the number of threads: pairs come in the order of a hash of their keys, elements in the order
 * of the inputs. Safe for use by many threads; each job has all threads of the options.
 */
public final class LocalBackend implements Backend {
    private static final int DECODE_SHARE = 2;

    private final LocalOptions options;
    private final ConcurrentLinkedQueue<DecodeMemory> decoders = new ConcurrentLinkedQueue<>();
    private final Set<JobControl> jobs = ConcurrentHashMap.newKeySet();
    private final SpillSpaces spaces;

    private LocalBackend(LocalOptions options) {
        this.options = options;
        this.spaces = new SpillSpaces(
                options.folder(),
                options.memory() / LocalJob.TABLES_SHARE,
                "the embedded backend is closed: the session that had it has ended");
    }

    /** A backend of all processors and a third of the heap. */
    public static LocalBackend create() {
        return create(LocalOptions.automatic());
    }

    /** A backend within given limits. */
    public static LocalBackend create(LocalOptions options) {
        return new LocalBackend(options);
    }

    @Override
    public String name() {
        return "this machine, " + options.threads() + (options.threads() == 1 ? " thread" : " threads");
    }

    /**
     * {@inheritDoc} After an interrupt the calling thread's interrupt status is set again.
     */
    @Override
    public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
        SpillSpace space = openSpace();
        JobControl control = new JobControl(name());
        Meter meter = new Meter(plan.inputs(), space::spilledBytes);
        jobs.add(control);
        boolean done = false;
        try {
            RowStore<T> rows = run(plan, listener, control, meter, space);
            done = true;
            return new SpilledOutput<>(rows::stream, rows.count(), meter.facts(name()), spaces, () -> {
                rows.close();
                spaces.close(space);
            });
        } finally {
            jobs.remove(control);
            if (!done) {
                spaces.close(space);
            }
            if (control.wasInterrupted()) {
                // Last of all: an interrupted thread could not have deleted the files.
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> RowStore<T> run(Plan<T> plan, JobListener listener, JobControl control, Meter meter, SpillSpace space) {
        JobProgress.Phase end = JobProgress.Phase.FAILED;
        try {
            listener.started(control);
            Ticker ticker = Ticker.start(control, meter::progress, listener);
            try {
                RowStore<T> rows = compute(plan, control, meter, space);
                end = JobProgress.Phase.FINISHED;
                return rows;
            } finally {
                ticker.close();
            }
        } finally {
            meter.ended(control.isCancelled() ? JobProgress.Phase.CANCELLED : end);
            listener.ended(control, meter.progress());
        }
    }

    private <T> RowStore<T> compute(Plan<T> plan, JobControl control, Meter meter, SpillSpace space) {
        List<DecodeMemory> borrowed = new ArrayList<>();
        boolean returned = false;
        try {
            for (int i = 0; i < options.threads(); i++) {
                DecodeMemory idle = decoders.poll();
                borrowed.add(
                        idle != null
                                ? idle
                                : DecodeMemory.ofLimit(options.memory() / DECODE_SHARE / options.threads()));
            }
            RowStore<T> rows = new LocalJob<>(plan, options, control, meter, space, borrowed).run();
            throwReason(control);
            returned = true;
            return rows;
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        } catch (SpillException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        } finally {
            if (returned) {
                // Not after a failure: an abandoned thread might still use them.
                decoders.addAll(borrowed);
            }
        }
    }

    private static void throwReason(JobControl control) {
        Throwable reason = control.reason();
        if (reason == null) {
            return;
        }
        if (reason instanceof JobException failure) {
            throw failure;
        }
        if (reason instanceof OutOfMemoryError) {
            throw new JobException(MapTask.heapTooSmall(), reason);
        }
        String message = reason instanceof SpillException ? reason.getMessage() : "the job failed: " + reason;
        throw new JobException(String.valueOf(message), reason);
    }

    private SpillSpace openSpace() {
        try {
            return spaces.open();
        } catch (SpillException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Cancels the jobs that run, and deletes the outputs of those that have ended. Idempotent. */
    @Override
    public void close() {
        spaces.shut();
        jobs.forEach(JobControl::cancel);
        spaces.close();
    }
}
