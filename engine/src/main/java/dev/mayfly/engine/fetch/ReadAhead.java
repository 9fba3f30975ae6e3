package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
 * <p>What is being read goes first: its next part is asked for even where memory or requests are used up, so that
 * a reader never waits for one that waits for it. A request that breaks is made again for the bytes that are missing, after
 * a random part of a wait that doubles ("full jitter", AWS Architecture Blog, 2015); one that brings nothing for long is
 * broken off. Where the version of an input is known, every request insists on it.
 *
 * <p>One lock guards everything here and in {@link Body}, {@link Part} and {@link Attempt}; no request is sent, and no
 * reader copies, under it. Safe for use by many threads.
 */
public final class ReadAhead implements AutoCloseable {
    private static final long FIRST_GUESS = 256 << 10;
    private static final long LEAST_WINDOW = 32 << 10;

    final ReentrantLock lock = new ReentrantLock();
    private final FetchLimits limits;
    private final Ramp ramp;
    private final List<Body> bodies = new ArrayList<>();
    /** Those that are being read. */
    private final Set<Body> open = new LinkedHashSet<>();

    private final Set<Attempt> running = new LinkedHashSet<>();
    private int nextAhead;
    private long used;
    private long guess = FIRST_GUESS;
    private boolean watching;
    private boolean closed;

    /** Fetches remotes in an order; nothing is requested before the first is opened. */
    public ReadAhead(List<? extends Remote> remotes, FetchLimits limits) {
        this.limits = limits;
        this.ramp = new Ramp(limits.connections());
        remotes.forEach(remote -> bodies.add(new Body(remote, lock.newCondition())));
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
        lock.lock();
        try {
            body.opened = true;
            open.add(body);
        } finally {
            lock.unlock();
        }
        pump();
        BodyStream stream = new BodyStream(this, body, alone);
        stream.awaitFirst();
        return stream;
    }

    /** Starts what may be started. To be called without the lock. */
    void pump() {
        List<Part> starting = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            ramp.begin(System.nanoTime());
            int inFlight = running.size();
            long share = limits.memory() * 3 / 4 / Math.max(1, open.size());
            for (Body body : open) {
                while (body.hasMore()
                        && (body.parts.isEmpty() || (inFlight < ramp.limit() && held(body) + limits.part() <= share))) {
                    Part part = plan(body);
                    if (part == null) {
                        break;
                    }
                    starting.add(part);
                    inFlight++;
                }
            }
            while (nextAhead < bodies.size() && inFlight < ramp.limit()) {
                Body body = bodies.get(nextAhead);
                if (!body.opened && body.parts.isEmpty() && !body.closed) {
                    if (used + expected(body) > limits.memory()) {
                        break;
                    }
                    Part part = plan(body);
                    if (part != null) {
                        starting.add(part);
                        inFlight++;
                    }
                }
                nextAhead++;
            }
        } finally {
            lock.unlock();
        }
        starting.forEach(this::request);
    }

    private static long held(Body body) {
        return body.parts.stream().mapToLong(part -> part.reserved).sum();
    }

    private long expected(Body body) {
        return Math.max(LEAST_WINDOW, Math.min(limits.longest(), body.size.orElse(guess)));
    }

    private @Nullable Part plan(Body body) {
        Part part = body.plan(limits, Math.max(LEAST_WINDOW, Math.min(guess, limits.part())));
        if (part != null) {
            reserve(part);
        }
        return part;
    }

    private void reserve(Part part) {
        long need = part.need();
        used += need - part.reserved;
        part.reserved = need;
    }

    /** Sends a request for what is missing of a part. */
    private void request(Part part) {
        Attempt attempt = null;
        lock.lock();
        try {
            if (closed || part.body.closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            // Not under the lock: to sign it may take a request for credentials.
            attempt = new Attempt(this, part, System.nanoTime());
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
        long most = limits.longest();
        boolean cut = divisible && length > most;
        part.body.learn(part, length, cut ? limits.part() : length);
        guess = (guess * 3 + Math.min(length, most)) / 4;
        long wanted = Math.min(part.to, most);
        if (wanted <= part.window || used + wanted - part.window <= limits.memory() || part.body.opened) {
            part.window = wanted;
        }
        reserve(part);
    }

    /**
     * An attempt is over.
     *
     * @param error what broke it, if something did
     */
    void ended(Attempt attempt, @Nullable IOException error) {
        Part part = attempt.part;
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
            judge(attempt, part, error);
            reserve(part);
            part.body.changed.signalAll();
        } finally {
            lock.unlock();
        }
        pump();
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
                ramp.slowDown(System.nanoTime());
            }
            again(part, new IOException(refusal.message()));
        } else if (error != null) {
            again(part, error);
        } else if (part.to != Part.UNKNOWN && part.next < part.to) {
            again(part, new IOException("the connection ended early"));
        } else if (part.check != null && !part.check.isRight()) {
            part.restart();
            part.corruptions++;
            part.failures = part.corruptions - 1;
            again(part, new IOException("its bytes are not those that the server has by its checksum"));
        } else {
            ramp.answered(part.next - part.from, System.nanoTime());
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
            if (part.taken > 0) {
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
            after(limits.stall().toNanos() / 4, this::breakOffStalled);
        }
    }

    private void breakOffStalled() {
        List<Attempt> stalled = new ArrayList<>();
        lock.lock();
        try {
            watching = false;
            long now = System.nanoTime();
            for (Attempt attempt : running) {
                if (!attempt.paused
                        && now - attempt.lastProgress > limits.stall().toNanos()) {
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
        reserve(part);
    }

    /** The reader has no more use for a body. */
    void close(Body body, boolean alone) {
        List<Attempt> useless = new ArrayList<>();
        lock.lock();
        try {
            if (body.closed) {
                return;
            }
            body.closed = true;
            open.remove(body);
            drop(body, useless);
        } finally {
            lock.unlock();
        }
        useless.forEach(Attempt::cancel);
        if (alone) {
            close();
        } else {
            pump();
        }
    }

    private void drop(Body body, List<Attempt> useless) {
        for (Part part : body.parts) {
            used -= part.reserved;
            part.reserved = 0;
            part.ready.clear();
            if (part.attempt != null) {
                useless.add(part.attempt);
                part.attempt.ended = true;
                running.remove(part.attempt);
                part.attempt = null;
            }
        }
        body.parts.clear();
        body.changed.signalAll();
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
            for (Body body : bodies) {
                body.closed = true;
                drop(body, useless);
            }
            open.clear();
        } finally {
            lock.unlock();
        }
        useless.forEach(Attempt::cancel);
    }
}
