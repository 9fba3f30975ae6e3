package dev.mayfly.engine.spark;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.closure.Bundler;
import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.local.Stages;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spill.MemoryBudget;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs plans on a Spark cluster. Inputs are read, mapped and combined by the executors, with the engine that runs in this
 * process too; Spark moves blocks of packed entries between them, and starts again what was lost. Rows come back packed, are
 * spilled where they exceed memory, and are unpacked one by one as they are asked for. Safe for use by many threads.
 *
 * <p>What executors read and run they ask of a service of this process, which listens on loopback: neither an address that
 * opens data nor a function's variable stands in a plan of Spark, on its pages, or in its logs.
 */
public final class SparkBackend implements Backend {
    private static final int SHARE_OF_HEAP = 6;

    private final SparkOptions options;
    private final SessionClasses classes;
    private final Consumer<String> notes;
    private final ConnectSession connect;
    private final Set<SpillSpace> spaces = ConcurrentHashMap.newKeySet();
    private final Set<SparkControl> jobs = ConcurrentHashMap.newKeySet();
    /** These are guarded by this. */
    private @Nullable TemporaryFolders folders;

    private @Nullable SessionService service;
    private boolean closed;

    private SparkBackend(SparkEndpoint endpoint, SparkOptions options, SessionClasses classes, Consumer<String> notes) {
        this.options = options;
        this.classes = classes;
        this.notes = notes;
        this.connect = new ConnectSession(endpoint);
    }

    /**
     * A backend of a cluster. Connects when the first job runs.
     *
     * @param classes what functions of cells are made of
     * @param notes told what the user should know of a job, in sentences
     */
    public static SparkBackend of(
            SparkEndpoint endpoint, SparkOptions options, SessionClasses classes, Consumer<String> notes) {
        return new SparkBackend(endpoint, options, classes, notes);
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public double dollarsPerHour() {
        return options.dollarsPerHour();
    }

    /** {@inheritDoc} A Connect server that dies is waited for, and the job runs there once more. */
    @Override
    public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
        Bundler.Packed packed = Bundler.pack(Stages.withInputs(plan, any -> new Inputs(List.of())), classes);
        packed.warnings().forEach(notes);
        SparkControl control = new SparkControl(name());
        jobs.add(control);
        JobProgress.Phase end = JobProgress.Phase.FAILED;
        SparkJob<T> job = null;
        try {
            job = new SparkJob<>(plan, packed.bundle(), options, classes, control, connect, service(), notes);
            SparkJob<T> running = job;
            listener.started(control);
            try (SparkTicker ticker = SparkTicker.start(control, running::progress, listener)) {
                SpillSpace space = newSpace();
                boolean done = false;
                try {
                    SparkJob.Answer<T> answer = running.run(space, ticker::check);
                    done = true;
                    end = JobProgress.Phase.FINISHED;
                    return new SparkOutput<>(
                            answer.rows(),
                            answer.codec(),
                            answer.facts(),
                            () -> close(space),
                            this::newSpace,
                            this::close);
                } finally {
                    if (!done) {
                        close(space);
                    }
                }
            }
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        } finally {
            jobs.remove(control);
            if (job != null) {
                job.ended(control.isCancelled() ? JobProgress.Phase.CANCELLED : end);
                listener.ended(control, job.progress());
            }
            if (control.wasInterrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized SessionService service() throws IOException {
        if (closed) {
            throw new IllegalStateException("the backend is closed: the cluster or the session has ended");
        }
        if (service == null) {
            service = SessionService.start();
        }
        return service;
    }

    private synchronized SpillSpace newSpace() {
        if (closed) {
            throw new IllegalStateException("the backend is closed: the cluster or the session has ended");
        }
        try {
            if (folders == null) {
                folders = TemporaryFolders.below(options.folder());
            }
        } catch (IOException e) {
            throw new JobException("cannot make a temporary folder: " + e.getMessage(), e);
        }
        SpillSpace space = new SpillSpace(
                folders.newJob(), MemoryBudget.bytes(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
        spaces.add(space);
        return space;
    }

    private void close(SpillSpace space) {
        if (spaces.remove(space)) {
            space.close();
        }
    }

    /** Cancels the jobs that run, deletes the outputs of those that have ended, and leaves the cluster. Idempotent. */
    @Override
    public void close() {
        TemporaryFolders made;
        SessionService started;
        synchronized (this) {
            closed = true;
            made = folders;
            folders = null;
            started = service;
            service = null;
        }
        jobs.forEach(SparkControl::cancel);
        connect.close();
        if (started != null) {
            started.close();
        }
        List.copyOf(spaces).forEach(this::close);
        if (made != null) {
            made.close();
        }
    }
}
