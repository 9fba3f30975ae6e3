package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.sink.LineOutput;
import dev.mayfly.engine.sink.ObjectOutput;
import dev.mayfly.engine.sink.Packing;
import dev.mayfly.engine.source.Inputs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Amazon S3, or a store that speaks its language, as the standard configuration of AWS names it: {@code AWS_PROFILE},
 * SSO, the environment, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}. Nothing is loaded, read or connected before the
 * first use. A name is {@code s3://bucket/key}, or a key alone where {@link #bucket} or {@code MAYFLY_BUCKET} has said
 * in which bucket. Safe for use by many threads.
 */
public final class S3 implements AutoCloseable {
    private final Connections connections;
    private final Access access;

    /** Connects by the standard configuration, at the first use. */
    public S3() {
        this(access -> Connection.standard(access), Optional.ofNullable(System.getenv("MAYFLY_BUCKET")));
    }

    S3(Function<Access, Connection> connect, Optional<String> bucket) {
        this(new Connections(connect, bucket), Access.STANDARD);
    }

    private S3(Connections connections, Access access) {
        this.connections = connections;
        this.access = access;
    }

    /** Sets the bucket of every name without one, for the whole session, and returns this. */
    public S3 bucket(String name) {
        connections.useBucket(name);
        return this;
    }

    /** S3 without credentials, for public buckets. */
    public S3 anonymous() {
        return new S3(connections, new Access(true, access.requesterPays(), access.presignedFor()));
    }

    /** S3 where the caller, not the bucket's owner, pays for requests and transfer. */
    public S3 requesterPays() {
        return new S3(connections, new Access(access.anonymous(), true, access.presignedFor()));
    }

    /**
     * S3 whose presigned URLs are valid for so long, 1 s to 7 days; an hour where nothing is said. A job that takes
     * longer signs anew.
     */
    public S3 presignedFor(Duration validity) {
        return new S3(connections, new Access(access.anonymous(), access.requesterPays(), validity));
    }

    /**
     * Every object whose key starts with a prefix, in the order of the keys; where some end in {@code .gz}, those alone.
     * Or every object whose key matches a pattern, such as {@code s3://bucket/logs/2026-*}{@code /*.txt}, where
     * {@code **} crosses folders. {@code Inputs} has filters by date.
     *
     * @param prefix {@code s3://bucket/start/of/key}
     * @throws JobException if there is none, or it cannot be listed: it names bucket and prefix
     */
    public Inputs urls(String prefix) {
        return Listing.of(connections.locate(prefix), access, this::connection);
    }

    /** What is directly below a prefix: folders, and objects with size, time and version. */
    public List<S3Entry> ls(String prefix) {
        return Listing.folder(connections.locate(prefix), connection());
    }

    /**
     * What S3 knows of an object.
     *
     * @throws JobException if there is none, or it may not be read
     */
    public S3Head head(String object) {
        S3Location at = object("head", object);
        return S3Head.of(at, S3Objects.head(at, connection()));
    }

    /**
     * The text of an object of at most 64 MB, in UTF-8, unpacked where it is gzip.
     *
     * @throws JobException if there is none, it may not be read, or it is no text
     */
    public String text(String object) {
        return S3Objects.text(S3Objects.input(object("text", object), access, this::connection));
    }

    /** Stores a text, in UTF-8, gzip where the name ends in {@code .gz}. What was there is replaced. */
    public Sink.Receipt put(String object, String text) {
        return S3Objects.put(place("put", object), Packing.of(false, object), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores bytes as they are. What was there is replaced. */
    public Sink.Receipt put(String object, byte[] content) {
        return S3Objects.put(place("put", object), Packing.PLAIN, content);
    }

    /**
     * One object of lines, gzip where its key ends in {@code .gz}. It appears whole or not at all.
     *
     * @param object {@code s3://bucket/key}
     */
    public LineOutput lineOutput(String object) {
        return LineOutput.at(place("lineOutput", object));
    }

    /**
     * An object for each pair, below a prefix.
     *
     * @param prefix {@code s3://bucket/folder/}; a slash is added where it lacks one
     */
    public ObjectOutput objectOutput(String prefix) {
        return ObjectOutput.at(new S3Folder(folder(prefix), this::connection));
    }

    /**
     * Packs many small inputs into gzip objects {@code part-00000.gz} and so on below a prefix, with an index of their
     * names. The objects are read whole by {@link #urls}, and their members one by one by {@link #bundled}. Everything
     * appears at the end, or nothing.
     *
     * @param prefix {@code s3://bucket/folder/}, where no bundle is yet
     * @param megabytes from which on an object takes no further members
     * @throws JobException if an input cannot be read, or the bundle not be written
     */
    public Sink.Receipt bundle(Inputs inputs, String prefix, int megabytes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException("bundle(inputs, prefix, megabytes) needs at least 1; got " + megabytes);
        }
        return Bundle.write(inputs, folder(prefix), (long) megabytes << 20, connection());
    }

    /**
     * The members of a bundle, each an input that is read by its range alone.
     *
     * @param prefix what {@link #bundle} was told
     * @throws JobException if there is no bundle
     */
    public Inputs bundled(String prefix) {
        S3Location at = folder(prefix);
        String index = text(at.child(BundleIndex.NAME).toString());
        return Bundle.read(at, index, access, this::connection);
    }

    /**
     * Ends uploads below a prefix that were begun and not completed, as a killed process leaves them, so that their parts
     * are billed no more. Uploads that this process is at work on go on; those of others end with an error.
     *
     * @param prefix {@code s3://bucket/start/of/key}
     * @return what was ended
     */
    public List<S3Upload> abortStale(String prefix) {
        return abortStale(prefix, Duration.ZERO);
    }

    /** Ends uploads below a prefix that were begun so long ago and not completed. */
    public List<S3Upload> abortStale(String prefix, Duration olderThan) {
        // S3 tells whole seconds, by a clock of its own.
        Instant before = olderThan.isZero() ? Instant.MAX : Instant.now().minus(olderThan);
        return StaleUploads.abort(connections.locate(prefix), before, connection());
    }

    private S3Location folder(String prefix) {
        S3Location at = connections.locate(prefix);
        return at.key().isEmpty() || at.key().endsWith("/") ? at : at.child("/");
    }

    private S3Place place(String method, String object) {
        return new S3Place(object(method, object), this::connection);
    }

    private S3Location object(String method, String name) {
        S3Location at = connections.locate(name);
        if (at.key().isEmpty() || at.key().endsWith("/")) {
            throw new IllegalArgumentException(
                    method + "(\"" + name + "\") needs the key of an object, such as " + at + "result.gz");
        }
        return at;
    }

    private Connection connection() {
        return connections.get(access);
    }

    /** Ends the connections of the session. Idempotent. */
    @Override
    public void close() {
        connections.close();
    }

    @Override
    public String toString() {
        return "s3: urls, ls, head, text, put; lineOutput, objectOutput; bundle, bundled, abortStale; bucket, anonymous,"
                + " requesterPays, presignedFor";
    }
}
