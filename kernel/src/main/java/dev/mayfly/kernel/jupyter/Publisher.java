package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zeromq.ZMQ;

/**
 * The iopub socket and its one writer. Publishes in the order of the calls, loses nothing to a slow client, and welcomes
 * each new subscriber with {@code iopub_welcome} (JEP 65), so that a client knows from when on it hears everything.
 */
final class Publisher implements AutoCloseable {
    private static final byte UNSUBSCRIBED = 0;
    private static final byte SUBSCRIBED = 1;
    /** A client that takes nothing for so long is not waited for any more. */
    static final Duration STALL = Duration.ofSeconds(30);

    private static final int PATIENCE_MILLIS = 500;
    /** So many messages in a row without waiting show that a stalled client reads again, or has left. */
    private static final int KEEPS_UP = 1_000;

    private final ZMQ.Context context;
    private final ZMQ.Socket socket;
    private final Wire wire;
    private final Author author;
    private final Wakeup wakeup;
    private final OutputQueue queue;
    private final Thread thread;
    private final Duration stall;
    private final PrintStream log;
    private volatile boolean closed;
    /** The writer's own. */
    private boolean stalled;

    private int inTime;

    private Publisher(
            ZMQ.Context context,
            ZMQ.Socket socket,
            Wire wire,
            Author author,
            Wakeup wakeup,
            Duration stall,
            PrintStream log) {
        this.stall = stall;
        this.log = log;
        this.context = context;
        this.socket = socket;
        this.wire = wire;
        this.author = author;
        this.wakeup = wakeup;
        this.queue = new OutputQueue(wakeup::signal);
        this.thread = Daemons.thread("mayfly-jupyter-iopub", this::run);
    }

    /**
     * Binds the socket and starts the writer.
     *
     * @param stall how long a client that takes nothing is waited for
     */
    static Publisher open(
            ZMQ.Context context, ConnectionFile connection, Wire wire, Author author, Duration stall, PrintStream log)
            throws IOException {
        ZMQ.Socket socket = Sockets.bind(context, connection, Channel.IOPUB);
        try {
            Publisher publisher = new Publisher(context, socket, wire, author, new Wakeup(), stall, log);
            publisher.thread.start();
            return publisher;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Publishes a message that a request, or nothing, caused. */
    void publish(ObjectNode parent, String type, ObjectNode content) {
        queue.add(wire.encode(author.publication(parent, type, content)));
    }

    /** The same for what a cell shows: holds its thread while clients are far behind. */
    void show(ObjectNode parent, String type, ObjectNode content) {
        queue.addInTime(wire.encode(author.publication(parent, type, content)));
    }

    /**
     * Publishes text soon, together with what follows it within {@link OutputQueue#DELAY}.
     */
    void print(ObjectNode parent, String stream, String text) {
        queue.print(parent, stream, text, System.nanoTime());
    }

    /** Publishes what is left and closes the socket. */
    @Override
    public void close() {
        closed = true;
        queue.close();
        Daemons.join(thread, Sockets.MOST_CLOSING);
    }

    private void run() {
        try (ZMQ.Poller poller = context.poller(2);
                wakeup) {
            poller.register(socket, ZMQ.Poller.POLLIN);
            poller.register(wakeup.channel(), ZMQ.Poller.POLLIN);
            while (!closed) {
                poll(poller, queue.nanosUntilDue(System.nanoTime()));
                wakeup.clear();
                welcome();
                write();
            }
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            socket.close();
        }
    }

    private static void poll(ZMQ.Poller poller, long nanos) {
        if (nanos < 0) {
            poller.poll();
        } else {
            // Rounded up: to wake a moment too early would be to spin.
            poller.poll(TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        }
    }

    private void write() {
        for (OutputQueue.Item item : queue.takeDue(System.nanoTime())) {
            send(frames(item));
        }
    }

    /**
     * Sends to all subscribers. One that is slower than the cell prints holds up the others, and the cell, until it has
     * taken what it has: nothing is lost. One that takes nothing for a long time is stopped, or gone without a word; from
     * then on nobody waits for it, and what does not fit into its queue is lost to it, until it keeps up again.
     */
    private void send(List<byte[]> frames) {
        long begin = System.nanoTime();
        while (!Sockets.trySend(socket, frames, stalled ? 0 : PATIENCE_MILLIS)) {
            if (stalled || closed || System.nanoTime() - begin > stall.toNanos()) {
                if (!stalled) {
                    log.println("mayfly: a client has read nothing for " + stall.toSeconds()
                            + " s: it may lose output from now on");
                }
                stalled = true;
                inTime = 0;
                socket.setXpubNoDrop(false);
                Sockets.send(socket, frames);
                socket.setXpubNoDrop(true);
                return;
            }
        }
        if (stalled && ++inTime > KEEPS_UP) {
            stalled = false;
        }
    }

    private List<byte[]> frames(OutputQueue.Item item) {
        if (item instanceof OutputQueue.Item.Printed printed) {
            ObjectNode content = Json.object();
            content.put("name", printed.stream());
            content.put("text", printed.text().toString());
            return wire.encode(author.publication(printed.parent(), "stream", content));
        }
        return ((OutputQueue.Item.Whole) item).frames();
    }

    /** A subscription counts from here on: nothing reaches a subscriber before its welcome. */
    private void welcome() {
        for (List<byte[]> frames = Sockets.receive(socket); frames != null; frames = Sockets.receive(socket)) {
            byte[] news = frames.get(0);
            if (news.length == 0) {
                continue;
            }
            byte[] topic = Arrays.copyOfRange(news, 1, news.length);
            // JeroMQ 0.6.0 wants to hear the whole message again where ZeroMQ takes the topic: it skips the first byte.
            if (news[0] == UNSUBSCRIBED) {
                socket.unsubscribe(news);
            } else if (news[0] == SUBSCRIBED) {
                socket.subscribe(news);
                ObjectNode content = Json.object();
                content.put("subscription", new String(topic, StandardCharsets.UTF_8));
                Sockets.send(
                        socket, wire.encode(author.message(List.of(topic), "iopub_welcome", Json.object(), content)));
            }
        }
    }
}
