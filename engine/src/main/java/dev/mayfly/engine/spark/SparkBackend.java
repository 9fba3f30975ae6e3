package dev.mayfly.engine.spark;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.closure.Bundler;
import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.engine.local.JobControl;
import dev.mayfly.engine.local.SpilledOutput;
import dev.mayfly.engine.local.Stages;
import dev.mayfly.engine.local.Ticker;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spill.SpillException;
import dev.mayfly.engine.spill.SpillSpace;
import dev.mayfly.engine.spill.SpillSpaces;
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
    private static final String CLOSED = "the backend is closed: the cluster or the session has ended";

    private final SparkOptions options;
    private final SessionClasses classes;
    private final Consumer<String> notes;
    private final ConnectSession connect;
    private final SpillSpaces spaces;
    private final Set<JobControl> jobs = ConcurrentHashMap.newKeySet();
    /** These are guarded by this. */
    private @Nullable SessionService service;

    private boolean closed;

    private SparkBackend(SparkEndpoint endpoint, SparkOptions options, SessionClasses classes, Consumer<String> notes) {
        this.options = options;
        this.classes = classes;
        this.notes = notes;
        this.connect = new ConnectSession(endpoint);
        this.spaces = new SpillSpaces(options.folder(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, CLOSED);
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
    public boolean isElsewhere() {
        return true;
    }

    /** {@inheritDoc} A Connect server that dies is waited for, and the job runs there once more. */
    @Override
    public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
        Bundler.Packed packed = Bundler.pack(Stages.withInputs(plan, any -> new Inputs(List.of())), classes);
        packed.warnings().forEach(notes);
        JobControl control = new JobControl("cluster-job", name());
        jobs.add(control);
        JobProgress.Phase end = JobProgress.Phase.FAILED;
        SparkJob<T> job = null;
        try {
            job = new SparkJob<>(plan, packed.bundle(), options, classes, control, connect, service(), notes);
            SparkJob<T> running = job;
            listener.started(control);
            Ticker ticker = Ticker.start(control, running::progress, listener);
            try {
                JobOutput<T> output = output(running);
                end = JobProgress.Phase.FINISHED;
                return output;
            } finally {
                ticker.close();
            }
        } catch (IOException | SpillException e) {
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

    private <T> JobOutput<T> output(SparkJob<T> job) {
        SpillSpace space = spaces.open();
        boolean done = false;
        try {
            SparkJob.Answer<T> answer = job.run(space);
            ReceivedRows rows = answer.rows();
            done = true;
            return new SpilledOutput<>(
                    () -> rows.stream(answer.codec()), rows.count(), answer.facts(), spaces, () -> spaces.close(space));
        } finally {
            if (!done) {
                spaces.close(space);
            }
        }
    }

    private synchronized SessionService service() throws IOException {
        if (closed) {
            throw new IllegalStateException(CLOSED);
        }
        if (service == null) {
            service = SessionService.start();
        }
        return service;
    }

    /** Cancels the jobs that run, deletes the outputs of those that have ended, and leaves the cluster. Idempotent. */
    @Override
    public void close() {
        spaces.shut();
        SessionService started;
        synchronized (this) {
            closed = true;
            started = service;
            service = null;
        }
        jobs.forEach(JobControl::cancel);
        connect.close();
        if (started != null) {
            started.close();
        }
        spaces.close();
    }
}
