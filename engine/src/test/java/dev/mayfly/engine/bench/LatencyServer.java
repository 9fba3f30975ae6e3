package dev.mayfly.engine.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static HTTP server that answers each request a stated time after it came: {@code LatencyServer <millis>} prints its
 * port. {@code /name/<size>} is an object of so many bytes; ranges are kept. One thread, so that it takes little of the
 * processor that the client is measured on.
 */
public final class LatencyServer {
    private static final Pattern PATH = Pattern.compile("GET /[^/ ]+/(\\d+) ");
    private static final Pattern RANGE = Pattern.compile("(?i)range: bytes=(\\d+)-(\\d*)");
    private static final byte[] CONTENT = content();

    private final long latencyNanos;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final PriorityQueue<Reply> due = new PriorityQueue<>(Comparator.comparingLong((Reply reply) -> reply.at));

    private static final class Reply {
        private final SelectionKey key;
        private final long at;
        private final ByteBuffer head;
        private long left;
        private long position;

        Reply(SelectionKey key, long at, String head, long from, long count) {
            this.key = key;
            this.at = at;
            this.head = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
            this.position = from;
            this.left = count;
        }
    }

    private static final class Peer {
        private final ByteBuffer request = ByteBuffer.allocate(8192);
        private Reply reply;
    }

    private LatencyServer(int millis) throws IOException {
        latencyNanos = millis * 1_000_000L;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        LatencyServer latency = new LatencyServer(Integer.parseInt(args[0]));
        System.out.println(((InetSocketAddress) latency.server.getLocalAddress()).getPort());
        latency.run();
    }

    private void run() throws IOException {
        while (true) {
            Reply first = due.peek();
            long wait = first == null ? 0 : Math.max(1, (first.at - System.nanoTime()) / 1_000_000);
            selector.select(wait);
            for (SelectionKey key : selector.selectedKeys()) {
                try {
                    serve(key);
                } catch (IOException e) {
                    key.cancel();
                    key.channel().close();
                }
            }
            selector.selectedKeys().clear();
            for (Reply next = due.peek(); next != null && next.at <= System.nanoTime(); next = due.peek()) {
                due.remove();
                if (next.key.isValid()) {
                    try {
                        write(next.key, next);
                    } catch (IOException e) {
                        next.key.cancel();
                        next.key.channel().close();
                    }
                }
            }
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            SocketChannel peer = server.accept();
            peer.configureBlocking(false);
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            peer.register(selector, SelectionKey.OP_READ, new Peer());
            return;
        }
        Peer peer = (Peer) key.attachment();
        if (key.isWritable()) {
            write(key, peer.reply);
        } else if (key.isReadable()) {
            if (((SocketChannel) key.channel()).read(peer.request) < 0) {
                throw new IOException("the client went away");
            }
            String text = new String(peer.request.array(), 0, peer.request.position(), StandardCharsets.US_ASCII);
            if (text.endsWith("\r\n\r\n")) {
                peer.request.clear();
                peer.reply = reply(key, text);
                due.add(peer.reply);
            }
        }
    }

    private Reply reply(SelectionKey key, String request) {
        Matcher path = PATH.matcher(request);
        Matcher range = RANGE.matcher(request);
        long size = path.find() ? Long.parseLong(path.group(1)) : 0;
        boolean part = range.find();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        long to = part && !range.group(2).isEmpty() ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
        String head = "HTTP/1.1 " + (part ? "206 Partial Content" : "200 OK") + "\r\nContent-Length: " + (to - from)
                + "\r\nETag: \"v" + size + "\"\r\nAccept-Ranges: bytes\r\n"
                + (part ? "Content-Range: bytes " + from + "-" + (to - 1) + "/" + size + "\r\n" : "") + "\r\n";
        return new Reply(key, System.nanoTime() + latencyNanos, head, from, to - from);
    }

    private static void write(SelectionKey key, Reply reply) throws IOException {
        SocketChannel peer = (SocketChannel) key.channel();
        while (reply.head.hasRemaining() || reply.left > 0) {
            int offset = (int) (reply.position % (CONTENT.length / 2));
            int count = (int) Math.min(reply.left, CONTENT.length / 2);
            ByteBuffer body = ByteBuffer.wrap(CONTENT, offset, count);
            long before = reply.head.remaining();
            long written = peer.write(new ByteBuffer[] {reply.head, body});
            long ofBody = written - (before - reply.head.remaining());
            reply.position += ofBody;
            reply.left -= ofBody;
            if (ofBody < count) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /** Twice the same half, so that any offset has a half behind it. */
    private static byte[] content() {
        byte[] content = new byte[2 << 20];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (((i % (1 << 20)) * 31) >>> 4);
        }
        return content;
    }
}
