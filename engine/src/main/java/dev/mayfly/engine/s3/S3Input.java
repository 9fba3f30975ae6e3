package dev.mayfly.engine.s3;

import dev.mayfly.engine.fetch.ErrorAnswer;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One object, as it was when it was listed: reading it after it was replaced is an error, never other bytes. It is read
 * by presigned URLs, which its name never shows, and which are signed anew when they are about to expire.
 */
public final class S3Input implements Input, Remote {
    private final S3Location location;
    private final long size;
    private final String etag;
    private final Optional<Instant> modified;
    private final Access access;
    private final Supplier<Connection> connection;
    private volatile Connection.@Nullable Presigned signed;

    S3Input(
            S3Location location,
            long size,
            String etag,
            Optional<Instant> modified,
            Access access,
            Supplier<Connection> connection) {
        this.location = location;
        this.size = size;
        this.etag = etag;
        this.modified = modified;
        this.access = access;
        this.connection = connection;
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
    public Optional<String> version() {
        return Optional.of(etag.replace("\"", ""));
    }

    @Override
    public Optional<Instant> modified() {
        return modified;
    }

    @Override
    public Optional<String> entityTag() {
        return Optional.of(etag);
    }

    S3Location location() {
        return location;
    }

    @Override
    public InputStream open() throws IOException {
        return ReadAhead.open(this);
    }

    /**
     * A URL by which anyone may read this object for a while.
     *
     * @throws IOException if there are no credentials to sign with
     */
    public URI presign(Duration validity) throws IOException {
        return sign(validity).uri();
    }

    @Override
    public Address address(int failures) throws IOException {
        Connection.Presigned url = signed;
        Instant soon = Instant.now().plus(access.presignedFor().dividedBy(4));
        if (url == null || failures > 0 || url.until().isBefore(soon)) {
            url = sign(access.presignedFor());
            signed = url;
        }
        return new Address(url.uri(), url.headers());
    }

    private Connection.Presigned sign(Duration validity) throws IOException {
        try {
            return connection.get().presign(location, validity);
        } catch (SdkException e) {
            throw new IOException(S3Failure.explain(S3Failure.Action.READ, location, e), e);
        } catch (java.net.URISyntaxException e) {
            throw new IOException(name() + " has a key that no URL can hold", e);
        }
    }

    @Override
    public Refusal refused(Answer answer) {
        ErrorAnswer error = ErrorAnswer.of(answer.text());
        int status = answer.status();
        String said = ("S3 answered " + status + " " + error.code()).strip();
        if (status == 429 || status == 503 || error.code().equals("SlowDown")) {
            return Refusal.busy(said);
        }
        // A signature that has expired is made anew, once credentials are: how often, the reader limits.
        if (status >= 500 || error.code().equals("RequestTimeout") || error.isExpired()) {
            return Refusal.passing(error.isExpired() ? said + ": the presigned URL has expired" : said);
        }
        if (status == 206) {
            return Refusal.last(name() + ": the server sent another range than the one asked for");
        }
        Optional<String> region = answer.headers().firstValue("x-amz-bucket-region");
        return Refusal.last(
                new S3Failure(status, error.code(), error.message(), region).explain(S3Failure.Action.READ, location));
    }

    @Override
    public String toString() {
        return name();
    }
}
