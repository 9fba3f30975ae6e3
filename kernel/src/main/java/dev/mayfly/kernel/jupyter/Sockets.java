package dev.mayfly.kernel.jupyter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Opens and speaks to ZeroMQ sockets; each is one thread's own. */
final class Sockets {
    /** Longer frames than this end the sender's connection. */
    private static final long MOST_BYTES = 256L << 20;
    /** Messages that wait for one subscriber. */
    private static final int MOST_WAITING = 256;
    /** How long the owner of a socket may take to send what is left. */
    static final Duration MOST_CLOSING = Duration.ofSeconds(2);
    /** How long a closing socket tries to deliver what it holds. */
    private static final int LINGER_MILLIS = 1_000;

    private Sockets() {}

    /** @throws IOException if the port is taken or not ours to take; the message names channel and end point */
    static ZMQ.Socket bind(ZMQ.Context context, ConnectionFile connection, Channel channel) throws IOException {
        ZMQ.Socket socket = context.socket(channel.type());
        socket.setLinger(LINGER_MILLIS);
        socket.setMaxMsgSize(MOST_BYTES);
        // A high-water mark is the number of messages after which ZeroMQ drops or waits; 0 is none.
        socket.setSndHWM(0);
        socket.setRcvHWM(0);
        switch (channel.type()) {
            case XPUB -> {
                // Who subscribes hears nothing before the owner of the socket has said so.
                socket.setXpubManual(true);
                // A full queue is told to the sender, instead of dropping what does not fit.
                socket.setXpubNoDrop(true);
                socket.setSndHWM(MOST_WAITING);
            }
            // A client that comes back, or a second one of the same session, takes its identity over.
            case ROUTER -> socket.setRouterHandover(true);
            default -> {}
        }
        String endpoint = connection.endpoint(channel);
        try {
            socket.bind(endpoint);
            return socket;
        } catch (ZMQException | IllegalArgumentException e) {
            socket.close();
            throw new IOException(
                    "cannot bind " + channel + " to " + endpoint + " (" + e.getMessage()
                            + "): start the kernel again, Jupyter then chooses other ports",
                    e);
        }
    }

    /** The frames of the next message; null when none has come. */
    static @Nullable List<byte[]> receive(ZMQ.Socket socket) {
        byte[] frame = socket.recv(ZMQ.DONTWAIT);
        if (frame == null) {
            return null;
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add(frame);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv(0));
        }
        return frames;
    }

    /** Sends, unless a receiver's queue stays full for so long. */
    static boolean trySend(ZMQ.Socket socket, List<byte[]> frames, int millis) {
        socket.setSendTimeOut(millis);
        try {
            if (!socket.send(frames.get(0), frames.size() > 1 ? ZMQ.SNDMORE : 0)) {
                return false;
            }
        } finally {
            socket.setSendTimeOut(-1);
        }
        // Once the first frame is taken, the others are.
        for (int i = 1; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
        return true;
    }

    static void send(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i < frames.size() - 1 ? ZMQ.SNDMORE : 0);
        }
    }
}
