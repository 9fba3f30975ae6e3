package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a body, one behind the other: all its bytes or an error. Used by one thread. */
final class BodyStream extends InputStream implements Retrying {
    private final ReadAhead owner;
    private final Body body;
    private final boolean alone;
    private final @Nullable Check check;
    private final Deque<ByteBuffer> taken = new ArrayDeque<>();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private int retries;
    private boolean closed;

    BodyStream(ReadAhead owner, Body body, boolean alone) {
        this.owner = owner;
        this.body = body;
        this.alone = alone;
        this.check = Check.ofTag(body.remote.entityTag()).orElse(null);
    }

    /** Waits until there is something to read, or fails. */
    void awaitFirst() throws IOException {
        try {
            advance();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (!current.hasRemaining() && !advance()) {
            return -1;
        }
        int n = Math.min(count, current.remaining());
        current.get(into, offset, n);
        return n;
    }

    @Override
    public int read() throws IOException {
        return current.hasRemaining() || advance() ? current.get() & 0xFF : -1;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    /** Takes the next bytes that have come, and lets others be fetched in their place; false at the end. */
    private boolean advance() throws IOException {
        if (!taken.isEmpty()) {
            turn();
            return true;
        }
        Attempt waiting = null;
        List<Part> starting = List.of();
        owner.lock.lock();
        try {
            Part part = next();
            if (part == null) {
                verify();
                return false;
            }
            // All that is there, so that reader and network meet at the lock as seldom as can be.
            taken.addAll(part.ready);
            owner.taken(part);
            Attempt attempt = part.attempt;
            if (attempt != null && attempt.paused && part.readyBytes <= part.window / 2) {
                attempt.paused = false;
                waiting = attempt;
            }
            if (part.isDone()) {
                body.parts.remove();
                starting = owner.startable();
            }
        } finally {
            owner.lock.unlock();
        }
        if (waiting != null) {
            waiting.demand();
        }
        starting.forEach(owner::request);
        turn();
        return true;
    }

    private void turn() {
        current = taken.remove();
        if (body.needsCheck && check != null) {
            check.update(current);
        }
    }

    /** At the end of what came in parts, whose bytes were given out before all of them were there. */
    private void verify() throws IOException {
        if (body.needsCheck && check != null && !check.isRight()) {
            throw new IOException(body.remote.name() + " arrived with bytes that are not those of its entity tag: they"
                    + " were damaged on the way. Run it again, or read it by https.");
        }
    }

    /** The part that has bytes to be read, or null at the end. */
    private @Nullable Part next() throws IOException {
        while (true) {
            if (closed || body.closed) {
                throw new IOException(body.remote.name() + " was not read: its job has ended");
            }
            Part first = body.parts.peek();
            if (first == null && body.isAtEnd()) {
                return null;
            }
            if (first != null) {
                if (first.isDone()) {
                    body.parts.remove();
                    owner.lock.unlock();
                    try {
                        owner.pump();
                    } finally {
                        owner.lock.lock();
                    }
                    continue;
                }
                if (first.isReadable()) {
                    return first;
                }
                if (first.failure != null) {
                    // Anew, so that it tells where it was read.
                    throw new IOException(first.failure.getMessage(), first.failure.getCause());
                }
            }
            try {
                body.changed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException)
                        new InterruptedIOException(body.remote.name() + " was not read: interrupted").initCause(e);
            }
        }
    }

    @Override
    public int retries() {
        return closed ? retries : owner.retries(body);
    }

    @Override
    public void close() {
        if (!closed) {
            retries = owner.retries(body);
            closed = true;
            current = ByteBuffer.allocate(0);
            taken.clear();
            owner.close(body, alone);
        }
    }
}
