package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A client of a running kernel, as "Messaging in Jupyter" has it. One thread owns the sockets; requests may come from any,
 * and what the kernel publishes or asks is handed on in order, on threads that may take their time.
 */
final class KernelClient implements AutoCloseable {
    private static final List<Channel> CHANNELS = List.of(Channel.SHELL, Channel.CONTROL, Channel.STDIN, Channel.IOPUB);

    private final ZContext zeromq = new ZContext(1);
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final Wire wire;
    private final Author author;
    private final Wakeup wakeup;
    private final Consumer<Message> published;
    private final Consumer<Message> asked;
    private final Map<String, CompletableFuture<Message>> open = new ConcurrentHashMap<>();
    private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Outgoing(Channel channel, List<byte[]> frames) {}

    /**
     * Connects; whether there is a kernel shows when it answers.
     *
     * @param published takes what the kernel tells all clients, on the client's thread: must return at once
     * @param asked takes questions for a person; the same
     */
    KernelClient(ConnectionFile connection, Consumer<Message> published, Consumer<Message> asked) throws IOException {
        this.published = published;
        this.asked = asked;
        this.wakeup = new Wakeup();
        String session = UUID.randomUUID().toString();
        wire = new Wire(new Signature(connection.key()));
        author = new Author(session, Clock.systemUTC());
        for (Channel channel : CHANNELS) {
            ZMQ.Socket socket =
                    zeromq.getContext().socket(channel == Channel.IOPUB ? SocketType.SUB : SocketType.DEALER);
            socket.setIdentity(session.getBytes(StandardCharsets.US_ASCII));
            socket.setLinger(0);
            socket.setSndHWM(0);
            socket.setRcvHWM(0);
            if (channel == Channel.IOPUB) {
                socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
            }
            socket.connect(connection.endpoint(channel).replace("//*:", "//127.0.0.1:"));
            sockets.put(channel, socket);
        }
        thread = Daemons.start("mayfly-attached", this::run);
    }

    /** A request with its reply to come. */
    record Asked(String id, CompletableFuture<Message> reply) {}

    /** Sends a request; the reply is completed on the client's thread. */
    Asked request(Channel channel, String type, ObjectNode content) {
        return request(channel, type, content, id -> {});
    }

    /** @param named told the id before the request is sent: what it causes may come before this returns */
    Asked request(Channel channel, String type, ObjectNode content, Consumer<String> named) {
        Message message = author.message(List.of(), type, Json.object(), content);
        CompletableFuture<Message> reply = new CompletableFuture<>();
        String id = message.header().id();
        open.put(id, reply);
        named.accept(id);
        send(channel, message);
        return new Asked(id, reply);
    }

    /** Answers a question. */
    void answer(Message question, String value) {
        ObjectNode content = Json.object().put("value", value);
        send(
                Channel.STDIN,
                author.message(List.of(), "input_reply", question.header().json(), content));
    }

    private void send(Channel channel, Message message) {
        outgoing.add(new Outgoing(channel, wire.encode(message)));
        wakeup.signal();
    }

    private void run() {
        try (ZMQ.Poller poller = zeromq.getContext().poller(CHANNELS.size() + 1);
                wakeup) {
            sockets.values().forEach(socket -> poller.register(socket, ZMQ.Poller.POLLIN));
            poller.register(wakeup.channel(), ZMQ.Poller.POLLIN);
            while (!closed) {
                poller.poll();
                wakeup.clear();
                sockets.forEach(this::receive);
                for (Outgoing next = outgoing.poll(); next != null; next = outgoing.poll()) {
                    Sockets.send(Objects.requireNonNull(sockets.get(next.channel())), next.frames());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.values().forEach(ZMQ.Socket::close);
        }
    }

    private void receive(Channel channel, ZMQ.Socket socket) {
        for (@Nullable List<byte[]> frames = Sockets.receive(socket);
                frames != null;
                frames = Sockets.receive(socket)) {
            // What is not signed with the kernel's key is nobody's.
            if (wire.decode(frames) instanceof Wire.Decoded.Accepted accepted) {
                take(channel, accepted.message());
            }
        }
    }

    private void take(Channel channel, Message message) {
        switch (channel) {
            case IOPUB -> published.accept(message);
            case STDIN -> asked.accept(message);
            default -> {
                CompletableFuture<Message> reply =
                        open.remove(message.parent().path("msg_id").asText());
                if (reply != null) {
                    reply.complete(message);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        wakeup.signal();
        Daemons.join(thread, Sockets.MOST_CLOSING);
        Daemons.join(Daemons.start("mayfly-attached-close", zeromq::close), Sockets.MOST_CLOSING);
    }
}
