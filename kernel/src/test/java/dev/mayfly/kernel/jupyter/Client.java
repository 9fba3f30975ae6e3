package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A Jupyter client over real ZeroMQ sockets: sends what a test says, waits for what it expects. One thread's own. */
final class Client implements AutoCloseable {
    static final String KEY = "a-key-of-the-tests";
    /** No test waits this long for what comes. */
    private static final int LIMIT_MILLIS = 20_000;

    private final ZMQ.Context context = ZMQ.context(1);
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final Wire wire;
    private final Author author;

    Client(ConnectionFile connection) {
        this(connection, UUID.randomUUID().toString());
    }

    /** @param session names the client to the kernel's routers */
    Client(ConnectionFile connection, String session) {
        author = new Author(session, Clock.systemUTC());
        wire = new Wire(new Signature(connection.key()));
        byte[] identity = session.getBytes(StandardCharsets.US_ASCII);
        for (Channel channel : Channel.values()) {
            ZMQ.Socket socket = context.socket(
                    switch (channel) {
                        case SHELL, CONTROL, STDIN -> SocketType.DEALER;
                        case IOPUB -> SocketType.SUB;
                        case HEARTBEAT -> SocketType.REQ;
                    });
            socket.setIdentity(identity);
            socket.setReceiveTimeOut(LIMIT_MILLIS);
            socket.setLinger(0);
            socket.setRcvHWM(0);
            if (channel == Channel.IOPUB) {
                socket.subscribe("");
            }
            socket.connect(connection.endpoint(channel));
            sockets.put(channel, socket);
        }
        assertThat(receive(Channel.IOPUB).type()).isEqualTo("iopub_welcome");
    }

    /** A connection on free ports of the loopback address. */
    static ConnectionFile connection(String key) {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (Channel channel : Channel.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                taken.add(socket);
                ports.put(channel, socket.getLocalPort());
            }
            for (ServerSocket socket : taken) {
                socket.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new ConnectionFile("127.0.0.1", ports, key);
    }

    Message request(String type, ObjectNode content) {
        return author.message(List.of(), type, Json.object(), content);
    }

    Message send(Channel channel, String type, ObjectNode content) {
        Message message = request(type, content);
        sendFrames(channel, wire.encode(message));
        return message;
    }

    /** Sends a shell request to a subshell. */
    Message send(String subshell, String type, ObjectNode content) {
        Message message = request(type, content);
        message.header().json().put("subshell_id", subshell);
        sendFrames(Channel.SHELL, wire.encode(message));
        return message;
    }

    void answer(Message question, String value) {
        Message reply = author.message(
                List.of(),
                "input_reply",
                question.header().json(),
                Json.object().put("value", value));
        sendFrames(Channel.STDIN, wire.encode(reply));
    }

    void sendFrames(Channel channel, List<byte[]> frames) {
        Sockets.send(socket(channel), frames);
    }

    List<byte[]> encode(Message message) {
        return wire.encode(message);
    }

    Message execute(String code) {
        return execute(code, Json.object());
    }

    Message execute(String code, ObjectNode more) {
        ObjectNode content = Json.object().put("code", code).put("allow_stdin", true);
        content.setAll(more);
        return send(Channel.SHELL, "execute_request", content);
    }

    /** Sends a shell request and waits for its reply's content. */
    ObjectNode ask(String type, ObjectNode content) {
        Message request = send(Channel.SHELL, type, content);
        return reply(Channel.SHELL, request).content();
    }

    /** The reply to a request, which must be the next message there. */
    Message reply(Channel channel, Message request) {
        Message reply = receive(channel);
        assertThat(reply.parent()).isEqualTo(request.header().json());
        return reply;
    }

    /** What was published for a request, from its {@code busy} to its {@code idle}, without these two. */
    List<Message> published(Message request) {
        List<Message> mine = new ArrayList<>();
        while (true) {
            Message next = receive(Channel.IOPUB);
            if (!next.parent().equals(request.header().json())) {
                continue;
            }
            mine.add(next);
            if (next.content().path("execution_state").asText().equals("idle")) {
                assertThat(mine.get(0).content().path("execution_state").asText())
                        .isEqualTo("busy");
                return mine.subList(1, mine.size() - 1);
            }
        }
    }

    /** The next message that is not refused. */
    Message receive(Channel channel) {
        byte[] first = socket(channel).recv();
        assertThat(first).as("a message on " + channel).isNotNull();
        List<byte[]> frames = new ArrayList<>(List.of(first));
        while (socket(channel).hasReceiveMore()) {
            frames.add(socket(channel).recv());
        }
        assertThat(wire.decode(frames)).isInstanceOf(Wire.Decoded.Accepted.class);
        return ((Wire.Decoded.Accepted) wire.decode(frames)).message();
    }

    byte[] echo(byte[] beat) {
        socket(Channel.HEARTBEAT).send(beat);
        return socket(Channel.HEARTBEAT).recv();
    }

    private ZMQ.Socket socket(Channel channel) {
        return Objects.requireNonNull(sockets.get(channel));
    }

    @Override
    public void close() {
        sockets.values().forEach(ZMQ.Socket::close);
        context.close();
    }
}
