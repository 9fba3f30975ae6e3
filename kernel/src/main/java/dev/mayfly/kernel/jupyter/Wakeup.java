package dev.mayfly.kernel.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Wakes a thread that blocks on ZeroMQ sockets, which only that thread may touch: a pipe that it polls together with
 * them. Signals that come before the sleeper has woken are one.
 */
final class Wakeup implements AutoCloseable {
    private final Pipe pipe;
    private final AtomicBoolean signalled = new AtomicBoolean();

    Wakeup() throws IOException {
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        pipe.sink().configureBlocking(false);
    }

    SelectableChannel channel() {
        return pipe.source();
    }

    /** From any thread; after {@link #close} it does nothing. */
    void signal() {
        if (signalled.compareAndSet(false, true)) {
            try {
                pipe.sink().write(ByteBuffer.allocate(1));
            } catch (IOException closed) {
                // The sleeper is gone: there is nobody to wake.
            }
        }
    }

    /** From the woken thread, before it looks for what is new. */
    void clear() {
        try {
            pipe.source().read(ByteBuffer.allocate(16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signalled.set(false);
    }

    @Override
    public void close() throws IOException {
        pipe.sink().close();
        pipe.source().close();
    }
}
