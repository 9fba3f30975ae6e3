package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Fetches remotes before they are read, in the order in which they will be. Many small ones are on their way at once, as
 * many as a {@link Ramp} finds useful; a large one comes in several ranges. What is held, fetched and not yet read, stays
 * within the limits whatever the sizes, and nothing is written to disk.
 *
 * <p>What is being read goes first, as {@link Schedule} says. A request that breaks is made again for the bytes that are missing, after
 * a random part of a wait that doubles ("full jitter", AWS Architecture Blog, 2015); one that brings nothing for long is
 * broken off. Where the version of an input is known, every request insists on it.
 *
 * <p>One lock guards everything here and in {@link Body}, {@link Part} and {@link Attempt}; no request is sent, and no
 * reader copies, under it. Safe for use by many threads.
 */
public final class ReadAhead implements AutoCloseable {
    /** Looks at every request within the time after which it counts as stalled. */
    private static final int WATCHES = 4;

    final ReentrantLock lock = new ReentrantLock();
    private final FetchLimits limits;
    private final List<Body> bodies = new ArrayList<>();
    private final Schedule schedule;
    private final Set<Attempt> running = new HashSet<>();
    private boolean watching;
    private boolean closed;

    /** Fetches remotes in an order; nothing is requested before the first is opened. */
    public ReadAhead(List<? extends Remote> remotes, FetchLimits limits) {
        this.limits = limits;
        remotes.forEach(remote -> bodies.add(new Body(remote, lock.newCondition())));
        this.schedule = new Schedule(bodies, limits);
    }

    /**
     * Reads one remote alone.
     *
     * @throws IOException if it cannot be read; known before its first byte is asked for
     */
    public static InputStream open(Remote remote) throws IOException {
        return new ReadAhead(List.of(remote), FetchLimits.standard().ofOne()).open(0, true);
    }

    /**
     * The bytes of a remote, all or an error. Waits for the first of them. A remote that was opened before is fetched
     * again.
     *
     * @param index its place in the order
     */
    public InputStream open(int index) throws IOException {
        Body body = bodies.get(index);
        boolean first;
        lock.lock();
        try {
            first = !body.opened && !closed;
        } finally {
            lock.unlock();
        }
        return first ? open(index, false) : open(body.remote);
    }

    private InputStream open(int index, boolean alone) throws IOException {
        Body body = bodies.get(index);
        List<Part> starting;
        lock.lock();
        try {
            schedule.opened(body);
            starting = startable();
        } finally {
            lock.unlock();
        }
        starting.forEach(this::request);
        BodyStream stream = new BodyStream(this, body, alone);
        stream.awaitFirst();
        return stream;
    }

    /** Starts what may be started. To be called without the lock. */
    void pump() {
        List<Part> starting;
        lock.lock();
        try {
            starting = startable();
        } finally {
            lock.unlock();
        }
        starting.forEach(this::request);
    }

    /** What is to be requested now; called under the lock, and requested without it. */
    List<Part> startable() {
        if (closed) {
            return List.of();
        }
        schedule.ramp.begin(System.nanoTime());
        return schedule.next(running.size());
    }

    /** Sends a request for what is missing of a part. */
    void request(Part part) {
        Attempt attempt;
        try {
            // Not under the lock: to sign it may take a request for credentials.
            attempt = new Attempt(this, part);
        } catch (IOException | RuntimeException e) {
            // The JDK refuses some addresses by unchecked exceptions, and a session may have ended meanwhile.
            fail(part, e instanceof IOException failure ? failure : new IOException(e.getMessage(), e));
            return;
        }
        lock.lock();
        try {
            if (closed || part.body.closed) {
                return;
            }
            part.attempt = attempt;
            running.add(attempt);
            watch();
        } finally {
            lock.unlock();
        }
        attempt.send(Http.CLIENT);
    }

    /** The length of an only part is known; called under the lock. */
    void learn(Part part, long length, boolean divisible) {
        schedule.learn(part, length, divisible);
    }

    /**
     * An attempt is over.
     *
     * @param error what broke it, if something did
     */
    void ended(Attempt attempt, @Nullable IOException error) {
        Part part = attempt.part;
        List<Part> starting;
        lock.lock();
        try {
            if (attempt.ended) {
                return;
            }
            attempt.ended = true;
            running.remove(attempt);
            part.attempt = null;
            if (closed || part.body.closed) {
                return;
            }
            attempt.handOver();
            judge(attempt, part, error);
            schedule.reserve(part);
            if (part.body.parts.peek() == part) {
                part.body.changed.signalAll();
            }
            starting = startable();
        } finally {
            lock.unlock();
        }
        starting.forEach(this::request);
    }

    private void judge(Attempt attempt, Part part, @Nullable IOException error) {
        Remote remote = part.body.remote;
        if (attempt.answer().isPresent()) {
            Remote.Answer answer = attempt.answer().get();
            Remote.Refusal refusal = Refusals.of(remote, answer, part);
            if (!refusal.passing()) {
                part.failure = new IOException(refusal.message());
                return;
            }
            if (refusal.slower()) {
                schedule.ramp.slowDown(System.nanoTime());
            }
            again(part, new IOException(refusal.message()));
        } else if (error != null && !part.hasAll()) {
            again(part, error);
        } else if (part.to != Part.UNKNOWN && part.next < part.to) {
            again(part, new IOException("the connection ended early"));
        } else if (part.check != null && !part.check.isRight()) {
            part.restart();
            part.corruptions++;
            part.failures = part.corruptions - 1;
            again(part, new IOException("its bytes are not those that the server has by its checksum"));
        } else {
            schedule.ramp.answered(part.next - part.from, System.nanoTime());
            part.to = part.next;
            part.complete = true;
            if (part.body.size.isEmpty()) {
                part.body.learn(part, part.to, part.to);
            }
        }
    }

    private void again(Part part, IOException cause) {
        part.failures++;
        if (!part.body.isResumable() && part.next > part.from) {
            // Bytes that came and are thrown away are no progress.
            part.failures = Math.max(part.failures, ++part.restarts);
            if (part.taken > 0 || part.failures >= limits.tries()) {
                part.failure = Refusals.brokeOff(part, part.failures, cause);
                return;
            }
            part.restart();
            part.to = Part.UNKNOWN;
            part.body.size = part.body.remote.size();
        }
        if (part.failures >= limits.tries()) {
            part.failure = Refusals.brokeOff(part, part.failures, cause);
            return;
        }
        part.body.retries++;
        long wait = ThreadLocalRandom.current().nextLong(limits.delayNanos(part.failures) + 1);
        after(wait, () -> request(part));
    }

    private static void after(long nanos, Runnable task) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(task);
    }

    private void fail(Part part, IOException failure) {
        lock.lock();
        try {
            part.failure = failure;
            part.body.changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Breaks off attempts that bring nothing, as long as there are any; called under the lock. */
    private void watch() {
        if (!watching) {
            watching = true;
            after(limits.stall().toNanos() / WATCHES, this::breakOffStalled);
        }
    }

    // Counts watches, not time: where they come late themselves, this process had no processor for what may have
    // arrived.
    private void breakOffStalled() {
        List<Attempt> stalled = new ArrayList<>();
        lock.lock();
        try {
            watching = false;
            for (Attempt attempt : running) {
                if (attempt.idleWatches() > WATCHES) {
                    stalled.add(attempt);
                }
            }
            if (!running.isEmpty()) {
                watch();
            }
        } finally {
            lock.unlock();
        }
        for (Attempt attempt : stalled) {
            ended(attempt, new IOException("nothing came for " + limits.stall().toMillis() / 1000.0 + " s"));
            attempt.cancel();
        }
    }

    /** The reader has taken what was ready of a part; called under the lock. */
    void taken(Part part) {
        part.taken += part.readyBytes;
        part.readyBytes = 0;
        part.ready.clear();
        schedule.reserve(part);
    }

    /** The reader has no more use for a body. */
    void close(Body body, boolean alone) {
        List<Attempt> useless;
        List<Part> starting;
        lock.lock();
        try {
            if (body.closed) {
                return;
            }
            useless = drop(body);
            starting = alone ? List.of() : startable();
        } finally {
            lock.unlock();
        }
        useless.forEach(Attempt::cancel);
        starting.forEach(this::request);
        if (alone) {
            close();
        }
    }

    /** Ends a body; called under the lock. What it returns is to be cancelled without it. */
    private List<Attempt> drop(Body body) {
        body.closed = true;
        List<Attempt> useless = new ArrayList<>();
        for (Part part : body.parts) {
            Attempt attempt = part.attempt;
            if (attempt != null) {
                useless.add(attempt);
                attempt.ended = true;
                running.remove(attempt);
                part.attempt = null;
            }
        }
        schedule.drop(body);
        body.changed.signalAll();
        return useless;
    }

    /** Requests repeated so far. */
    int retries(Body body) {
        lock.lock();
        try {
            return body.retries;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up every request. Idempotent. */
    @Override
    public void close() {
        List<Attempt> useless = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            bodies.forEach(body -> useless.addAll(drop(body)));
        } finally {
            lock.unlock();
        }
        useless.forEach(Attempt::cancel);
    }
}
