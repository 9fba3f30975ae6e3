package dev.mayfly.provisioner.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker of a master on this machine. */
final class WorkerWork implements NodeWork {
    /** How long a worker may take to hand over what its executors hold. */
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private static final int STEP_MILLIS = 100;

    private final SparkPlace place;
    private final LocalSize size;
    private final NodeLog log;
    private final Map<String, String> membership;

    private @Nullable SparkProcess worker;
    private @Nullable Course course;
    private boolean closed;
    private boolean worked;

    /** @param membership what the master said of itself */
    WorkerWork(SparkPlace place, LocalSize size, NodeLog log, Map<String, String> membership) {
        this.place = place;
        this.size = size;
        this.log = log;
        this.membership = membership;
    }

    @Override
    public synchronized void start(Course told) throws IOException {
        if (closed) {
            return;
        }
        course = told;
        int port = Integer.parseInt(membership.getOrDefault("port", "0"));
        SparkProgram program = SparkProgram.worker(
                port, membership.getOrDefault("secret", ""), size, place.work().resolve("jobs"));
        SparkProcess started = SparkProcess.start(program, place, line -> heard(line, told));
        worker = started;
        started.whenEnded(code -> ended(code, told));
    }

    private void heard(String line, Course told) {
        log.add("worker", line);
        if (line.contains(SparkProgram.REGISTERED)) {
            synchronized (this) {
                worked = true;
            }
            told.ready();
        }
    }

    private void ended(int code, Course told) {
        boolean before;
        synchronized (this) {
            if (closed) {
                return;
            }
            before = worked;
        }
        String reason = "Spark's worker ended with code " + code + ": " + log.reason("worker");
        if (before) {
            told.over(reason);
        } else {
            told.failed(reason);
        }
    }

    @Override
    public Map<String, String> membership() {
        return Map.of();
    }

    @Override
    public Map<String, String> entrance() {
        return Map.of();
    }

    /** Spark moves what the executors hold on this signal, and ends them; the worker itself stays, and is ended here. */
    @Override
    public void drain() {
        SparkProcess running;
        Course told;
        synchronized (this) {
            running = worker;
            told = course;
        }
        if (running == null || told == null) {
            return;
        }
        try {
            new ProcessBuilder(
                            "kill", "-s", "PWR", String.valueOf(running.handle().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            told.over("the worker cannot be told to drain: " + e.getMessage());
            return;
        }
        awaitExecutors(running, told, System.nanoTime() + DRAIN.toNanos());
    }

    private static void awaitExecutors(SparkProcess worker, Course told, long end) {
        Executor later = CompletableFuture.delayedExecutor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        later.execute(() -> {
            if (worker.handle().children().findAny().isEmpty()) {
                told.over("the worker has handed over what it held");
            } else if (System.nanoTime() - end > 0) {
                told.over("the worker did not hand over what it held within " + DRAIN.toSeconds() + " s");
            } else {
                awaitExecutors(worker, told, end);
            }
        });
    }

    @Override
    public void close() {
        SparkProcess running;
        synchronized (this) {
            closed = true;
            running = worker;
        }
        if (running != null) {
            running.close();
        }
    }
}
