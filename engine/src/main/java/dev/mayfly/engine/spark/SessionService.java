package dev.mayfly.engine.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.engine.node.JobAddress;
import dev.mayfly.engine.node.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers executors, on this machine's loopback: what to read, where it is now, what functions to run; and takes what they
 * make. Each job has a token of its own, which dies with it. So nothing that opens data stands in a plan of Spark.
 */
final class SessionService implements AutoCloseable {
    private static final int TOKEN_BYTES = 24;

    private final HttpServer server;
    private final ExecutorService threads;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Entry> jobs = new ConcurrentHashMap<>();

    private record Entry(JobAddress address, ServedJob job) {}

    private SessionService(HttpServer server) {
        this.server = server;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "mayfly-service");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static SessionService start() throws IOException {
        return new SessionService(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Begins to serve a job. */
    JobAddress serve(ServedJob job, String service) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        JobAddress address = new JobAddress(
                service, "job-" + numbers.incrementAndGet(), HexFormat.of().formatHex(token));
        jobs.put(address.job(), new Entry(address, job));
        return address;
    }

    /** Ends a job: its tasks learn of it when they ask again. */
    void end(JobAddress address) {
        jobs.remove(address.job());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
            Entry entry = jobs.get(path[0]);
            if (entry == null) {
                answer(exchange, 404, new byte[0]);
            } else if (!isAllowed(exchange, entry.address())) {
                answer(exchange, 401, new byte[0]);
            } else {
                answer(exchange, entry.job(), path);
            }
        }
    }

    private static boolean isAllowed(HttpExchange exchange, JobAddress address) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + address.token()).getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, ServedJob job, String[] path) throws IOException {
        try {
            if (path[1].equals("input")) {
                send(exchange, job, Integer.parseInt(path[2]));
            } else if (path[1].equals("file")) {
                Path file = job.file(path[2]).orElseThrow(() -> new IOException("no such file"));
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            } else {
                byte[] body = exchange.getRequestBody().readAllBytes();
                answer(exchange, 200, reply(job, path, body));
            }
        } catch (IOException | RuntimeException e) {
            answer(exchange, 500, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] reply(ServedJob job, String[] path, byte[] body) throws IOException {
        return switch (path[1]) {
            case "bundle" -> job.bundle();
            case "splits" -> job.splits(path[2].equals("-") ? "" : path[2], Integer.parseInt(path[3]));
            case "address" -> job.address(Integer.parseInt(path[2]), Integer.parseInt(path[3]));
            case "refused" -> job.refused(Integer.parseInt(path[2]), body);
            case "types" ->
                job.types().answer(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            case "progress" -> {
                job.meter().take(Wire.progress(body));
                yield new byte[0];
            }
            case "rows" -> {
                job.rows(path[2], Integer.parseInt(path[3]), body);
                yield new byte[0];
            }
            case "failed" -> {
                job.failed(body);
                yield new byte[0];
            }
            default -> throw new IOException("no such thing: " + path[1]);
        };
    }

    /** A file of the session, from a byte on where a range is asked for. */
    private static void send(HttpExchange exchange, ServedJob job, int number) throws IOException {
        long size = job.input(number).size().orElseThrow(() -> new IOException("its size is not known"));
        String range = exchange.getRequestHeaders().getFirst("Range");
        long from = 0;
        long to = size - 1;
        if (range != null && range.startsWith("bytes=")) {
            String[] ends = range.substring("bytes=".length()).split("-", 2);
            from = Long.parseLong(ends[0]);
            to = ends[1].isEmpty() ? to : Math.min(to, Long.parseLong(ends[1]));
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        long left = to - from + 1;
        exchange.sendResponseHeaders(range == null ? 200 : 206, left == 0 ? -1 : left);
        try (InputStream in = job.input(number).open()) {
            in.skipNBytes(from);
            OutputStream out = exchange.getResponseBody();
            byte[] buffer = new byte[1 << 16];
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new IOException("the file ended early");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        jobs.clear();
        server.stop(0);
        threads.shutdownNow();
    }
}
