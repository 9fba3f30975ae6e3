package dev.mayfly.engine.s3;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An S3 that keeps its rules for what we use: pages of a listing, ranges, If-Match, objects that appear at once, parts
 * that stay invisible until they are completed; and that fails as it is told to.
 */
final class FakeS3 implements AutoCloseable {
    /** What is wrong with an answer. */
    sealed interface Fault {
        record Refuse(int status, String code, Map<String, String> headers) implements Fault {}

        /** The connection ends after some bytes of the body. */
        record BreakAfter(int bytes) implements Fault {}
    }

    record Request(
            String method,
            String path,
            Map<String, String> query,
            @Nullable String range) {
        /** As a test reads it: {@code PUT /data/key?partNumber}. */
        @Override
        public String toString() {
            String named = query.keySet().stream()
                    .filter(name -> !name.startsWith("X-Amz") && !name.startsWith("x-"))
                    .collect(Collectors.joining("&"));
            return method + " " + path + (named.isEmpty() ? "" : "?" + named) + (range == null ? "" : " " + range);
        }
    }

    static final class Stored {
        private final byte[] content;
        private final String type;
        private final String encoding;

        Stored(byte[] content, String type, String encoding) {
            this.content = content;
            this.type = type;
            this.encoding = encoding;
        }

        byte[] content() {
            return content;
        }

        String type() {
            return type;
        }

        String encoding() {
            return encoding;
        }

        String etag() {
            return '"' + md5(content) + '"';
        }
    }

    final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    final Map<String, NavigableMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<String> queries = new CopyOnWriteArrayList<>();
    volatile Function<Request, Optional<Fault>> faults = request -> Optional.empty();
    int pageSize = 1000;

    private final Map<String, Stored> uploadKinds = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stores an object of the bucket {@code data}. */
    void put(String key, byte[] content) {
        objects.put("/data/" + key, new Stored(content, "", ""));
    }

    /** An object of the bucket {@code data}. */
    Stored object(String key) {
        return requireNonNull(objects.get("/data/" + key), key);
    }

    byte[] content(String key) {
        return object(key).content();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders().getFirst("Range"));
            byte[] body = body(exchange);
            requests.add(request);
            queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
            boolean signed = exchange.getRequestHeaders().containsKey("Authorization")
                    || request.query().containsKey("X-Amz-Signature");
            Optional<Fault> fault = faults.apply(request);
            if (fault.isPresent() && fault.get() instanceof Fault.Refuse refuse) {
                refuse.headers().forEach(exchange.getResponseHeaders()::add);
                error(exchange, refuse.status(), refuse.code());
            } else if (!signed) {
                error(exchange, 403, "AccessDenied");
            } else if (!request.path().startsWith("/data/") && !request.path().equals("/data")) {
                error(exchange, 404, "NoSuchBucket");
            } else {
                int limit =
                        fault.map(broken -> ((Fault.BreakAfter) broken).bytes()).orElse(Integer.MAX_VALUE);
                answer(exchange, request, body, limit);
            }
        }
    }

    private void answer(HttpExchange exchange, Request request, byte[] body, int limit) throws IOException {
        Map<String, String> query = request.query();
        String upload = query.getOrDefault("uploadId", "");
        switch (request.method()) {
            case "GET" -> {
                if (query.containsKey("list-type")) {
                    list(exchange, query);
                } else {
                    get(exchange, request, limit);
                }
            }
            case "PUT" -> {
                if (query.containsKey("partNumber")) {
                    requireNonNull(uploads.get(upload)).put(Integer.valueOf(query.get("partNumber")), body);
                    exchange.getResponseHeaders().add("ETag", '"' + md5(body) + '"');
                } else {
                    objects.put(request.path(), described(exchange, body));
                }
                send(exchange, 200, "");
            }
            case "POST" -> {
                if (query.containsKey("uploads")) {
                    String id = "upload-" + ids.incrementAndGet();
                    uploads.put(id, new TreeMap<>());
                    uploadKinds.put(id, described(exchange, body));
                    send(
                            exchange,
                            200,
                            "<InitiateMultipartUploadResult><UploadId>" + id
                                    + "</UploadId></InitiateMultipartUploadResult>");
                } else {
                    ByteArrayOutputStream whole = new ByteArrayOutputStream();
                    requireNonNull(uploads.remove(upload)).values().forEach(whole::writeBytes);
                    Stored kind = requireNonNull(uploadKinds.get(upload));
                    objects.put(request.path(), new Stored(whole.toByteArray(), kind.type(), kind.encoding()));
                    send(exchange, 200, "<CompleteMultipartUploadResult/>");
                }
            }
            case "DELETE" -> {
                if (upload.isEmpty()) {
                    objects.remove(request.path());
                } else {
                    uploads.remove(upload);
                }
                exchange.sendResponseHeaders(204, -1);
            }
            default -> error(exchange, 405, "MethodNotAllowed");
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = "/data/" + query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        List<String> keys = objects.tailMap(after, false).keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .toList();
        List<String> page = keys.subList(0, Math.min(pageSize, keys.size()));
        StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        for (String key : page) {
            Stored object = requireNonNull(objects.get(key));
            xml.append("<Contents><Key>")
                    .append(URLEncoder.encode(key.substring("/data/".length()), StandardCharsets.UTF_8))
                    .append("</Key><Size>");
            xml.append(object.content().length).append("</Size><ETag>");
            xml.append(object.etag().replace("\"", "&quot;")).append("</ETag></Contents>");
        }
        boolean more = page.size() < keys.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(page.get(page.size() - 1));
            xml.append("</NextContinuationToken>");
        }
        send(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private void get(HttpExchange exchange, Request request, int limit) throws IOException {
        Stored object = objects.get(request.path());
        if (object == null) {
            error(exchange, 404, "NoSuchKey");
            return;
        }
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted != null && !wanted.equals(object.etag())) {
            error(exchange, 412, "PreconditionFailed");
            return;
        }
        int size = object.content().length;
        int from = request.range() == null
                ? 0
                : Integer.parseInt(request.range().replace("bytes=", "").replace("-", ""));
        if (from > 0) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, size == 0 ? -1 : size - from);
        OutputStream out = exchange.getResponseBody();
        out.write(object.content(), from, Math.min(limit, size - from));
        out.flush();
    }

    private static Stored described(HttpExchange exchange, byte[] body) {
        String encoding = String.join(",", exchange.getRequestHeaders().getOrDefault("Content-Encoding", List.of()));
        return new Stored(
                body,
                exchange.getRequestHeaders().getFirst("Content-Type"),
                encoding.replace("aws-chunked", "").replace(",", "").strip());
    }

    /** The content of a request, without the frames that a signing client puts around its chunks. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestHeaders().containsKey("x-amz-decoded-content-length")) {
            return sent;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (sent[end] != '\r') {
                end++;
            }
            String frame = new String(sent, at, end - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(frame.split(";")[0], 16);
            if (length == 0) {
                return content.toByteArray();
            }
            content.write(sent, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        send(exchange, status, "<Error><Code>" + code + "</Code><Message>because</Message></Error>");
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null) {
            Arrays.stream(raw.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> query.put(
                            pair[0], pair.length == 1 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
        return query;
    }

    static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
