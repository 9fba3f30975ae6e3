package dev.mayfly.kernel.jupyter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * The sockets that clients speak to: shell, control, stdin and heartbeat, on one thread, which blocks until a message
 * comes or one is to be sent. It runs no request itself, so that a heartbeat is answered and an interrupt heard
 * whatever the cell does.
 */
final class Gate implements AutoCloseable {
    private static final List<Channel> CHANNELS =
            List.of(Channel.SHELL, Channel.CONTROL, Channel.STDIN, Channel.HEARTBEAT);

    private final ZMQ.Context context;
    private final Wire wire;
    private final Guard guard;
    private final Map<Channel, ZMQ.Socket> sockets;
    private final Wakeup wakeup;
    private @Nullable Thread thread;
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> fences = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private record Outgoing(Channel channel, List<byte[]> frames) {}

    private Gate(ZMQ.Context context, Map<Channel, ZMQ.Socket> sockets, Wakeup wakeup, Wire wire, Guard guard) {
        this.context = context;
        this.sockets = sockets;
        this.wakeup = wakeup;
        this.wire = wire;
        this.guard = guard;
    }

    /** Binds the sockets; messages wait in them until {@link #open}. */
    static Gate bind(ZMQ.Context context, ConnectionFile connection, Wire wire, Guard guard) throws IOException {
        Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
        try {
            for (Channel channel : CHANNELS) {
                sockets.put(channel, Sockets.bind(context, connection, channel));
            }
            return new Gate(context, sockets, new Wakeup(), wire, guard);
        } catch (IOException e) {
            sockets.values().forEach(ZMQ.Socket::close);
            throw e;
        }
    }

    /**
     * Begins to take messages.
     *
     * @param receiver gets every message that the guard lets in, on the gate's thread; returns at once
     */
    void open(BiConsumer<Channel, Message> receiver) {
        thread = Daemons.start("mayfly-jupyter-gate", () -> run(receiver));
    }

    /** Sends a message, from any thread; messages from one thread keep their order. */
    void send(Channel channel, Message message) {
        outgoing.add(new Outgoing(channel, wire.encode(message)));
        wakeup.signal();
    }

    /** Calls back, on the gate's thread, when every message that has come by now was handed to the receiver. */
    void afterPending(Runnable fence) {
        fences.add(fence);
        wakeup.signal();
    }

    /** Sends what is left and closes the sockets. */
    @Override
    public void close() {
        closed = true;
        wakeup.signal();
        if (thread != null) {
            Daemons.join(thread, Sockets.MOST_CLOSING);
        } else {
            sockets.values().forEach(ZMQ.Socket::close);
        }
    }

    private void run(BiConsumer<Channel, Message> receiver) {
        try (ZMQ.Poller poller = context.poller(CHANNELS.size() + 1);
                wakeup) {
            CHANNELS.forEach(channel -> poller.register(sockets.get(channel), ZMQ.Poller.POLLIN));
            poller.register(wakeup.channel(), ZMQ.Poller.POLLIN);
            while (!closed) {
                poller.poll();
                wakeup.clear();
                turn(receiver);
            }
            sendOutgoing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.values().forEach(ZMQ.Socket::close);
        }
    }

    private void turn(BiConsumer<Channel, Message> receiver) {
        // Fences are taken first: one that is seen now lies after every message that is received now.
        List<Runnable> passed = new ArrayList<>();
        for (Runnable fence = fences.poll(); fence != null; fence = fences.poll()) {
            passed.add(fence);
        }
        sockets.forEach((channel, socket) -> {
            for (List<byte[]> frames = Sockets.receive(socket); frames != null; frames = Sockets.receive(socket)) {
                take(channel, socket, frames, receiver);
            }
        });
        passed.forEach(Runnable::run);
        sendOutgoing();
    }

    private void take(Channel channel, ZMQ.Socket socket, List<byte[]> frames, BiConsumer<Channel, Message> receiver) {
        if (channel == Channel.HEARTBEAT) {
            Sockets.send(socket, frames);
        } else {
            guard.admit(channel, frames).ifPresent(message -> receiver.accept(channel, message));
        }
    }

    private void sendOutgoing() {
        for (Outgoing next = outgoing.poll(); next != null; next = outgoing.poll()) {
            Sockets.send(Objects.requireNonNull(sockets.get(next.channel())), next.frames());
        }
    }
}
