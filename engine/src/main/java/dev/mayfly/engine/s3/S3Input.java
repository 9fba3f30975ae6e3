package dev.mayfly.engine.s3;

import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One object, as it was when it was listed: reading it after it was replaced is an error, never other bytes. It is read
 * by presigned URLs, which its name never shows.
 */
public final class S3Input implements Input {
    private static final Duration PRESIGNED_FOR = Duration.ofHours(1);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,80})</Code>");

    private final S3Location location;
    private final long size;
    private final String etag;
    private final Supplier<Connection> connection;
    private final ObjectStream.Pause pause;

    S3Input(S3Location location, long size, String etag, Supplier<Connection> connection, ObjectStream.Pause pause) {
        this.location = location;
        this.size = size;
        this.etag = etag;
        this.connection = connection;
        this.pause = pause;
    }

    /** Waits twice as long after each failure, a random part of it, and never more than 5 s. */
    static void backOff(int failures) throws InterruptedException {
        long most = Math.min(5_000, 100L << failures);
        Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
    }

    /** {@code s3://bucket/key}. */
    @Override
    public String name() {
        return location.toString();
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(size);
    }

    /** The version that was listed, as S3 names it. */
    public String etag() {
        return etag;
    }

    @Override
    public InputStream open() throws IOException {
        return new ObjectStream(name(), size, this::openAt, pause);
    }

    /**
     * A URL by which anyone may read this object for a while.
     *
     * @throws IOException if there are no credentials to sign with
     */
    public URI presign(Duration validity) throws IOException {
        try {
            return connection
                    .get()
                    .presigner()
                    .presignGetObject(request -> request.signatureDuration(validity)
                            .getObjectRequest(
                                    get -> get.bucket(location.bucket()).key(location.key())))
                    .url()
                    .toURI();
        } catch (SdkException e) {
            throw new IOException(S3Failure.explain(S3Failure.Action.READ, location, e), e);
        } catch (URISyntaxException e) {
            throw new IOException(name() + " has a key that no URL can hold", e);
        }
    }

    private InputStream openAt(long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(presign(PRESIGNED_FOR))
                .header("If-Match", etag)
                .timeout(ANSWER);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> response = send(request.build());
        if (response.statusCode() == 206 && startsAt(response, from)) {
            return response.body();
        }
        if (response.statusCode() == 200) {
            InputStream body = response.body();
            body.skipNBytes(from);
            return body;
        }
        throw refused(response);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return connection.get().http().send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(name() + " was not read: interrupted").initCause(e);
        } catch (IOException e) {
            throw new ObjectStream.BrokenException(
                    "the host cannot be reached (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static boolean startsAt(HttpResponse<?> response, long from) {
        return response.headers().firstValue("content-range").orElse("").startsWith("bytes " + from + "-");
    }

    private IOException refused(HttpResponse<InputStream> response) throws IOException {
        String answer;
        try (InputStream body = response.body()) {
            answer = new String(body.readNBytes(4096), StandardCharsets.UTF_8);
        }
        int status = response.statusCode();
        Matcher code = CODE.matcher(answer);
        Optional<String> region = response.headers().firstValue("x-amz-bucket-region");
        S3Failure failure = new S3Failure(status, code.find() ? code.group(1) : "", "", region);
        if (status == 206) {
            return new IOException(name() + ": the server sent another range than the one asked for");
        }
        if (status == 429 || status >= 500 || failure.code().equals("RequestTimeout")) {
            return new ObjectStream.BrokenException("S3 answered " + status + " " + failure.code(), null);
        }
        return new IOException(failure.explain(S3Failure.Action.READ, location));
    }

    @Override
    public String toString() {
        return name();
    }
}
