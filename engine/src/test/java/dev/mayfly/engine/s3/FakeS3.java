package dev.mayfly.engine.s3;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

        /** Some bytes of the body, and then nothing more, until the client goes away. */
        record StallAfter(int bytes) implements Fault {}

        /** A whole answer, but of the first bytes alone. */
        record Truncate(int bytes) implements Fault {}

        /** One byte of the body is another. */
        record Corrupt() implements Fault {}

        /** The message that S3 gives with a refusal. */
        record Say(int status, String code, String message) implements Fault {}
    }

    record Request(
            String method,
            String path,
            Map<String, String> query,
            @Nullable String range,
            Headers headers) {
        /** What it was signed for: {@code key/day/region/s3/aws4_request}; empty where it was not. */
        String scope() {
            String header = String.valueOf(headers.getFirst("Authorization"));
            return query.getOrDefault("X-Amz-Credential", header.contains("Credential=") ? header : "");
        }

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
        private final String etag;
        private final Instant modified;

        Stored(byte[] content, String type, String encoding) {
            this(content, type, encoding, '"' + md5(content) + '"', Instant.parse("2026-11-22T10:00:00Z"));
        }

        Stored(byte[] content, String type, String encoding, String etag, Instant modified) {
            this.etag = etag;
            this.modified = modified;
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
            return etag;
        }

        Instant modified() {
            return modified;
        }
    }

    final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    final Map<String, NavigableMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<String> queries = new CopyOnWriteArrayList<>();
    volatile Function<Request, Optional<Fault>> faults = request -> Optional.empty();
    int pageSize = 1000;
    /** Whether requests need no signature. */
    volatile boolean isPublic;

    private final Map<String, Stored> uploadKinds = new ConcurrentHashMap<>();
    private final Map<String, String> uploadPaths = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Semaphore partsStored = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);
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

    /** Waits until so many parts have been stored. */
    void awaitParts(int count, Duration most) throws InterruptedException {
        if (!partsStored.tryAcquire(count, most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("fewer than " + count + " parts within " + most);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders().getFirst("Range"),
                    exchange.getRequestHeaders());
            byte[] body = body(exchange);
            requests.add(request);
            queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
            boolean signed = isPublic
                    || exchange.getRequestHeaders().containsKey("Authorization")
                    || request.query().containsKey("X-Amz-Signature");
            Optional<Fault> fault = faults.apply(request);
            if (fault.isPresent() && fault.get() instanceof Fault.Refuse refuse) {
                refuse.headers().forEach(exchange.getResponseHeaders()::add);
                error(exchange, refuse.status(), refuse.code(), "because");
            } else if (fault.isPresent() && fault.get() instanceof Fault.Say say) {
                error(exchange, say.status(), say.code(), say.message());
            } else if (!signed) {
                error(exchange, 403, "AccessDenied", "because");
            } else if (!request.path().startsWith("/data/") && !request.path().equals("/data")) {
                error(exchange, 404, "NoSuchBucket", "because");
            } else {
                answer(exchange, request, body, fault);
            }
        }
    }

    private void answer(HttpExchange exchange, Request request, byte[] body, Optional<Fault> fault) throws IOException {
        Map<String, String> query = request.query();
        String upload = query.getOrDefault("uploadId", "");
        switch (request.method()) {
            case "GET" -> {
                if (query.containsKey("list-type")) {
                    list(exchange, query);
                } else if (query.containsKey("uploads")) {
                    listUploads(exchange, query);
                } else if (query.containsKey("uploadId")) {
                    listParts(exchange, upload);
                } else {
                    get(exchange, request, fault);
                }
            }
            case "HEAD" -> head(exchange, request);
            case "PUT" -> {
                if (query.containsKey("partNumber")) {
                    NavigableMap<Integer, byte[]> parts = uploads.get(upload);
                    if (parts == null) {
                        error(exchange, 404, "NoSuchUpload", "because");
                        return;
                    }
                    parts.put(Integer.valueOf(query.get("partNumber")), body);
                    partsStored.release();
                    exchange.getResponseHeaders().add("ETag", '"' + md5(body) + '"');
                } else {
                    objects.put(request.path(), described(exchange, body));
                }
                send(exchange, 200, "");
            }
            case "POST" -> {
                if (query.containsKey("uploads")) {
                    String id = "upload-" + ids.incrementAndGet();
                    uploads.put(id, new ConcurrentSkipListMap<>());
                    uploadKinds.put(id, described(exchange, body));
                    uploadPaths.put(id, request.path());
                    send(
                            exchange,
                            200,
                            "<InitiateMultipartUploadResult><UploadId>" + id
                                    + "</UploadId></InitiateMultipartUploadResult>");
                } else {
                    ByteArrayOutputStream whole = new ByteArrayOutputStream();
                    requireNonNull(uploads.remove(upload)).values().forEach(whole::writeBytes);
                    Stored kind = requireNonNull(uploadKinds.get(upload));
                    objects.put(
                            request.path(),
                            new Stored(
                                    whole.toByteArray(),
                                    kind.type(),
                                    kind.encoding(),
                                    '"' + md5(whole.toByteArray()) + "-2\"",
                                    Instant.parse("2026-11-22T10:00:00Z")));
                    send(
                            exchange,
                            200,
                            "<CompleteMultipartUploadResult><ETag>&quot;" + md5(whole.toByteArray())
                                    + "-2&quot;</ETag></CompleteMultipartUploadResult>");
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
            default -> error(exchange, 405, "MethodNotAllowed", "because");
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = "/data/" + query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        String delimiter = query.getOrDefault("delimiter", "");
        List<String> keys = objects.tailMap(after, false).keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .toList();
        List<String> page = keys.subList(0, Math.min(pageSize, keys.size()));
        StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
        Set<String> folders = new TreeSet<>();
        for (String key : page) {
            int slash = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            if (slash >= 0) {
                folders.add(key.substring("/data/".length(), slash + 1));
                continue;
            }
            Stored object = requireNonNull(objects.get(key));
            xml.append("<Contents><Key>")
                    .append(URLEncoder.encode(key.substring("/data/".length()), StandardCharsets.UTF_8))
                    .append("</Key><LastModified>")
                    .append(object.modified())
                    .append("</LastModified><Size>")
                    .append(object.content().length)
                    .append("</Size><ETag>")
                    .append(object.etag().replace("\"", "&quot;"))
                    .append("</ETag></Contents>");
        }
        folders.forEach(folder -> xml.append("<CommonPrefixes><Prefix>")
                .append(URLEncoder.encode(folder, StandardCharsets.UTF_8))
                .append("</Prefix></CommonPrefixes>"));
        boolean more = page.size() < keys.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(page.get(page.size() - 1));
            xml.append("</NextContinuationToken>");
        }
        send(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private void listUploads(HttpExchange exchange, Map<String, String> query) throws IOException {
        String prefix = "/data/" + query.getOrDefault("prefix", "");
        StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
        for (String id : uploads.keySet()) {
            String path = requireNonNull(uploadPaths.get(id));
            if (path.startsWith(prefix)) {
                xml.append("<Upload><Key>")
                        .append(path.substring("/data/".length()))
                        .append("</Key><UploadId>")
                        .append(id)
                        .append("</UploadId><Initiated>2026-11-20T10:00:00.000Z</Initiated></Upload>");
            }
        }
        send(exchange, 200, xml.append("</ListMultipartUploadsResult>").toString());
    }

    private void listParts(HttpExchange exchange, String upload) throws IOException {
        StringBuilder xml = new StringBuilder("<ListPartsResult><IsTruncated>false</IsTruncated>");
        requireNonNull(uploads.get(upload)).forEach((number, part) -> xml.append("<Part><PartNumber>")
                .append(number)
                .append("</PartNumber><Size>")
                .append(part.length)
                .append("</Size></Part>"));
        send(exchange, 200, xml.append("</ListPartsResult>").toString());
    }

    private void head(HttpExchange exchange, Request request) throws IOException {
        Stored object = objects.get(request.path());
        if (object == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().add("ETag", object.etag());
        exchange.getResponseHeaders().add("Content-Type", object.type().isEmpty() ? "text/plain" : object.type());
        exchange.getResponseHeaders()
                .add(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                object.modified().atOffset(ZoneOffset.UTC)));
        exchange.getResponseHeaders().add("Content-Length", String.valueOf(object.content().length));
        exchange.sendResponseHeaders(200, -1);
    }

    private void get(HttpExchange exchange, Request request, Optional<Fault> fault) throws IOException {
        Stored object = objects.get(request.path());
        if (object == null) {
            error(exchange, 404, "NoSuchKey", "because");
            return;
        }
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted != null && !wanted.equals(object.etag())) {
            error(exchange, 412, "PreconditionFailed", "because");
            return;
        }
        byte[] content = object.content();
        int from = 0;
        int to = content.length;
        if (request.range() != null) {
            String[] range = request.range().replace("bytes=", "").split("-", -1);
            from = Integer.parseInt(range[0]);
            to = range[1].isEmpty() ? to : Math.min(to, Integer.parseInt(range[1]) + 1);
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        }
        exchange.getResponseHeaders().add("ETag", object.etag());
        exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
        if (fault.isPresent() && fault.get() instanceof Fault.Corrupt && to > from) {
            content = content.clone();
            content[from + (to - from) / 2] ^= 0x20;
        }
        if (fault.isPresent() && fault.get() instanceof Fault.Truncate truncated) {
            to = Math.min(to, from + truncated.bytes());
        }
        exchange.sendResponseHeaders(request.range() == null ? 200 : 206, to == from ? -1 : to - from);
        OutputStream out = exchange.getResponseBody();
        if (fault.isPresent() && fault.get() instanceof Fault.BreakAfter broken) {
            to = Math.min(to, from + broken.bytes());
        }
        if (fault.isPresent() && fault.get() instanceof Fault.StallAfter stall) {
            out.write(content, from, Math.min(to - from, stall.bytes()));
            out.flush();
            awaitEnd();
            return;
        }
        out.write(content, from, to - from);
        out.flush();
    }

    /** Says nothing more until this server is closed. */
    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        send(exchange, status, "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
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
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
