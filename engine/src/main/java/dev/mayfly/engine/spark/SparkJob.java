package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.closure.Bundle;
import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.engine.local.JobControl;
import dev.mayfly.engine.local.Stages;
import dev.mayfly.engine.node.JobAddress;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.source.Splits;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.Codecs;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** One plan on its way through a cluster. */
final class SparkJob<T> {
    private static final long RANGE = 32L << 20;
    private static final long LOOK_MILLIS = 500;
    /** A server that does not answer so many looks in a row is lost. */
    private static final int MOST_SILENT_LOOKS = 3;

    private static final Duration COMES_BACK = Duration.ofMinutes(2);
    private static final String SERVER_LOST = "The cluster's Connect server was lost";
    private static final String WAY_LOST = "The way to the cluster was broken for too long";

    private final Plan<T> plan;
    private final Bundle bundle;
    private final SparkOptions options;
    private final SessionClasses classes;
    private final JobControl control;
    private final ConnectSession connect;
    private final SessionService service;
    private final Consumer<String> notes;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, List<List<Bins.Numbered>>> tasks = new LinkedHashMap<>();
    private long bytes;
    private volatile SparkMeter meter;

    /**
     * What a job has made.
     *
     * @param codec reads the rows
     */
    record Answer<T>(ReceivedRows rows, Codec<T> codec, JobFacts facts) {}

    SparkJob(
            Plan<T> plan,
            Bundle bundle,
            SparkOptions options,
            SessionClasses classes,
            JobControl control,
            ConnectSession connect,
            SessionService service,
            Consumer<String> notes)
            throws IOException {
        this.plan = plan;
        this.bundle = bundle;
        this.options = options;
        this.classes = classes;
        this.control = control;
        this.connect = connect;
        this.service = service;
        this.notes = notes;
        divide(plan, Stages.ROOT);
        this.meter = new SparkMeter(inputs);
    }

    private void divide(Plan<?> part, String path) throws IOException {
        if (part.source() instanceof Plan.Join<?, ?, ?> join) {
            divide(join.left().plan(), Stages.left(path));
            divide(join.right().plan(), Stages.right(path));
            return;
        }
        int first = inputs.size();
        // Only what all nodes see as a file can be read from its middle.
        List<Split> splits = new ArrayList<>();
        for (Split split : Splits.of(part.inputs(), options.sharesFiles() ? RANGE : Long.MAX_VALUE / 2)) {
            splits.add(new Split(split.input(), first + split.index(), split.from(), split.to()));
        }
        for (Input input : part.inputs()) {
            inputs.add(input);
            bytes += input.size().orElse(0);
        }
        List<List<Bins.Numbered>> bins = Bins.of(splits, options.slots());
        tasks.put(path, bins.isEmpty() ? List.of(List.of()) : bins);
    }

    JobProgress progress() {
        return meter.progress();
    }

    void ended(JobProgress.Phase how) {
        meter.ended(how);
    }

    /**
     * Runs to the end.
     *
     * @param space where rows go
     */
    Answer<T> run(SpillSpace space) {
        try {
            return once(space);
        } catch (LostException e) {
            notes.accept(e.getMessage() + " in mid-job: the job runs again, once.");
            awaitServer(e);
            meter = new SparkMeter(inputs);
            try {
                return once(space);
            } catch (LostException again) {
                throw new JobException(
                        "the cluster's Connect server, or the way to it, was lost twice in one job: look at"
                                + " cluster.status()",
                        again);
            }
        }
    }

    private Answer<T> once(SpillSpace space) {
        ReceivedRows rows = new ReceivedRows(space);
        JobFailure failure = new JobFailure(classes.loader());
        ServedJob served = new ServedJob(bundle, inputs, tasks, rows, meter, failure);
        failure.whenReported(control::stop);
        JobAddress address = service.serve(served, options.service().of(service.port()));
        try {
            List<String> attempts = compute(address);
            throwReason();
            rows.keep(Set.copyOf(attempts));
            Codec<T> codec = Codecs.shared(served.types(), classes.loader()).values("rows");
            return new Answer<>(rows, codec, meter.facts(options.name(), Set.copyOf(attempts)));
        } finally {
            service.end(address);
        }
    }

    private List<String> compute(JobAddress address) {
        SparkSession session = connect.get();
        String tag = control.id();
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        session.addTag(tag);
                        answer.complete(new Stage(session, plan, tasks, address, options.slots(), bytes).rows());
                    } catch (Throwable e) { // whatever ends the thread must end the job
                        answer.completeExceptionally(e);
                    }
                },
                control.id());
        thread.setDaemon(true);
        thread.start();
        control.whenStopped(reason -> {
            connect.interrupt(session, tag);
            answer.completeExceptionally(reason);
        });
        return await(answer, session);
    }

    private List<String> await(CompletableFuture<List<String>> answer, SparkSession session) {
        int silent = 0;
        while (true) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                silent = connect.isListening() ? 0 : silent + 1;
                if (silent >= MOST_SILENT_LOOKS) {
                    connect.forget(session);
                    throw new LostException(SERVER_LOST, e);
                }
            } catch (InterruptedException e) {
                control.interrupted();
            } catch (ExecutionException | CompletionException e) {
                throw failed(e.getCause() == null ? e : e.getCause(), session);
            }
        }
    }

    /** Fails as the job has been told to, if it was. */
    private void throwReason() {
        Throwable reason = control.reason();
        if (reason instanceof RuntimeException failure) {
            throw failure;
        }
        if (reason != null) {
            throw new JobException("the job failed: " + reason, reason);
        }
    }

    private RuntimeException failed(Throwable e, SparkSession session) {
        throwReason();
        String text = String.valueOf(e.getMessage());
        if (!connect.isListening()
                || text.contains("SESSION_NOT_FOUND")
                || text.contains("SESSION_CLOSED")
                || text.contains("UNAVAILABLE")) {
            connect.forget(session);
            return new LostException(SERVER_LOST, e);
        }
        if (text.contains("OPERATION_NOT_FOUND") || text.contains("OPERATION_ABANDONED")) {
            return new LostException(WAY_LOST, e);
        }
        return new JobException(
                "the cluster could not run the job: " + text.lines().findFirst().orElse(text), e);
    }

    private void awaitServer(LostException lost) {
        long until = System.nanoTime() + COMES_BACK.toNanos();
        while (!connect.isListening()) {
            throwReason();
            if (System.nanoTime() > until) {
                throw new JobException(
                        "the cluster's Connect server was lost in mid-job and did not come back: look at"
                                + " cluster.status()",
                        lost);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                control.interrupted();
            }
        }
    }

    /** The server is gone, or has given the job up since nobody came for what it made. */
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LostException(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
