package dev.mayfly.kernel.cell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of S3 as a cell needs, on loopback: one bucket, {@code data}, of short texts, that lists, reads and writes, and
 * denies whatever has {@code denied} in its key. Signatures are not checked.
 */
public final class SmallStore implements AutoCloseable {
    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final HttpServer server;

    public SmallStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data", this::answer);
        server.start();
    }

    /** Stores an object by its path, which begins with {@code /data/}. */
    public void put(String path, String content) {
        stored.put(path, content);
    }

    /** Path to content. */
    public Map<String, String> objects() {
        return stored;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** What AWS_ENDPOINT_URL_S3 names. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.contains("denied")) {
                send(exchange, 403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
            } else if (query.contains("list-type")) {
                send(exchange, 200, listing(query));
            } else if (exchange.getRequestMethod().equals("PUT")) {
                stored.put(path, content(sent));
                send(exchange, 200, "");
            } else if (stored.containsKey(path)) {
                exchange.getResponseHeaders().add("ETag", "\"v1\"");
                exchange.getResponseHeaders()
                        .add("Content-Length", String.valueOf(stored.get(path).length()));
                send(exchange, 200, exchange.getRequestMethod().equals("HEAD") ? "" : stored.get(path));
            } else {
                send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            }
        }
    }

    private String listing(String query) {
        String prefix = query.replaceFirst(".*[&?]?prefix=([^&]*).*", "$1").replace("%2F", "/");
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        new TreeMap<>(stored).forEach((path, content) -> {
            String key = path.substring("/data/".length());
            if (key.startsWith(prefix)) {
                xml.append("<Contents><Key>")
                        .append(key)
                        .append("</Key><LastModified>2026-11-22T10:00:00Z</LastModified><Size>")
                        .append(content.length())
                        .append("</Size><ETag>&quot;v1&quot;</ETag></Contents>");
            }
        });
        return xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>").toString();
    }

    /** What is within the one chunk of a signing client. */
    private static String content(String sent) {
        if (!sent.contains("\r\n")) {
            return sent;
        }
        int start = sent.indexOf("\r\n") + 2;
        int length = Integer.parseInt(sent.substring(0, start - 2).split(";")[0], 16);
        return sent.substring(start, start + length);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
