package dev.mayfly.provisioner.local;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A master: Spark's own, and the server to which sessions connect. The two start side by side, as the ports are known
 * before. A server that dies once it worked is started again, at the same address: whoever was connected finds it there.
 */
final class MasterWork implements NodeWork {
    private static final int STEP_MILLIS = 50;

    /** A server that does not live this long after its start has a reason that another start does not remove. */
    private static final Duration WORTH_A_RESTART = Duration.ofSeconds(5);

    private final SparkPlace place;
    private final LocalSize size;
    private final NodeLog log;
    private final int port;
    private final int pages;
    private final int connectPort;
    private final int connectPages;
    private final String secret = secret();
    private final String token = secret();

    private @Nullable SparkProcess master;
    private @Nullable SparkProcess connect;
    private boolean closed;
    private boolean worked;

    /** @param ports of loopback, four free ones */
    MasterWork(SparkPlace place, LocalSize size, NodeLog log, List<Integer> ports) {
        this.place = place;
        this.size = size;
        this.log = log;
        this.port = ports.get(0);
        this.pages = ports.get(1);
        this.connectPort = ports.get(2);
        this.connectPages = ports.get(3);
    }

    private static String secret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public synchronized void start(Course course) throws IOException {
        if (closed) {
            return;
        }
        SparkProcess started =
                SparkProcess.start(SparkProgram.master(port, pages, secret), place, line -> log.add("master", line));
        master = started;
        started.whenEnded(code -> ended("master", code, course));
        startConnect(course);
    }

    private synchronized void startConnect(Course course) throws IOException {
        if (closed) {
            return;
        }
        SparkProcess started = SparkProcess.start(
                SparkProgram.connect(port, connectPort, connectPages, secret, token, size, place),
                place,
                line -> log.add("connect", line));
        connect = started;
        long start = System.nanoTime();
        CompletableFuture<Void> listening = whenListening(started, course);
        started.whenEnded(code -> {
            listening.cancel(false);
            boolean lived = System.nanoTime() - start > WORTH_A_RESTART.toNanos();
            connectEnded(code, lived, course);
        });
    }

    private CompletableFuture<Void> whenListening(SparkProcess server, Course course) {
        CompletableFuture<Void> listening = new CompletableFuture<>();
        Executor later = CompletableFuture.delayedExecutor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        later.execute(new Runnable() {
            @Override
            public void run() {
                if (listening.isDone() || !server.handle().isAlive()) {
                    return;
                }
                if (Leash.listens(connectPort)) {
                    listening.complete(null);
                    worked();
                    course.ready();
                } else {
                    later.execute(this);
                }
            }
        });
        return listening;
    }

    private synchronized void worked() {
        worked = true;
    }

    private void connectEnded(int code, boolean lived, Course course) {
        boolean again;
        synchronized (this) {
            again = worked && lived && !closed;
        }
        if (!again) {
            ended("connect", code, course);
            return;
        }
        course.notReady();
        log.add("agent", "the Connect server ended with code " + code + " and is started again");
        try {
            startConnect(course);
        } catch (IOException e) {
            course.over("the Connect server cannot be started again: " + e.getMessage());
        }
    }

    private void ended(String program, int code, Course course) {
        boolean before;
        synchronized (this) {
            if (closed) {
                return;
            }
            before = worked;
        }
        String reason = "Spark's " + program + " ended with code " + code + ": " + log.reason(program);
        if (before) {
            course.over(reason);
        } else {
            course.failed(reason);
        }
    }

    @Override
    public Map<String, String> membership() {
        return Map.of("port", String.valueOf(port), "secret", secret);
    }

    @Override
    public Map<String, String> entrance() {
        return Map.of(
                "port", String.valueOf(connectPort),
                "token", token,
                "pages", String.valueOf(connectPages),
                "runtime", place.runtime().version(),
                "java", String.valueOf(Runtime.version().feature()));
    }

    /** A master has nobody to hand over to. */
    @Override
    public void drain() {}

    @Override
    public void close() {
        SparkProcess first;
        SparkProcess second;
        synchronized (this) {
            closed = true;
            first = connect;
            second = master;
        }
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.close();
        }
    }
}
