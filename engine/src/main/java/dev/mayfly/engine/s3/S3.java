package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.sink.LineOutput;
import dev.mayfly.engine.sink.ObjectOutput;
import dev.mayfly.engine.source.Inputs;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Amazon S3, or a store that speaks its language, as the standard configuration of AWS names it: {@code AWS_PROFILE},
 * SSO, the environment, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}. Nothing is loaded, read or connected before the
 * first use. Safe for use by many threads.
 */
public final class S3 implements AutoCloseable {
    private final Supplier<Connection> connect;
    private final ObjectStream.Pause pause;
    private @Nullable Connection connection;
    private boolean closed;

    /** Connects by the standard configuration, at the first use. */
    public S3() {
        this(() -> Connection.standard(), failures -> S3Input.backOff(failures));
    }

    S3(Supplier<Connection> connect, ObjectStream.Pause pause) {
        this.connect = connect;
        this.pause = pause;
    }

    /**
     * Every object whose key starts with a prefix, in the order of the keys; where some end in {@code .gz}, those alone.
     *
     * @param prefix {@code s3://bucket/start/of/key}
     * @throws JobException if there is none, or it cannot be listed: it names bucket and prefix
     */
    public Inputs urls(String prefix) {
        return Listing.of(S3Location.parse(prefix), this::connection, pause);
    }

    /**
     * One object of lines, gzip where its key ends in {@code .gz}. It appears whole or not at all.
     *
     * @param object {@code s3://bucket/key}
     */
    public LineOutput lineOutput(String object) {
        S3Location at = S3Location.parse(object);
        if (at.key().isEmpty() || at.key().endsWith("/")) {
            throw new IllegalArgumentException("lineOutput(\"" + object + "\") needs the key of an object, such as "
                    + (at.key().isEmpty() ? "s3://" + at.bucket() + "/" : at) + "result.gz");
        }
        return LineOutput.at(new S3Place(at, this::connection));
    }

    /**
     * An object for each pair, below a prefix.
     *
     * @param prefix {@code s3://bucket/folder/}; a slash is added where it lacks one
     */
    public ObjectOutput objectOutput(String prefix) {
        S3Location at = S3Location.parse(prefix);
        boolean open = at.key().isEmpty() || at.key().endsWith("/");
        return ObjectOutput.at(new S3Folder(open ? at : at.child("/"), this::connection));
    }

    private synchronized Connection connection() {
        if (closed) {
            throw new IllegalStateException("The session that this S3 belongs to has ended.");
        }
        if (connection == null) {
            connection = connect.get();
        }
        return connection;
    }

    /** Ends the connections. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public String toString() {
        return "s3: urls(\"s3://bucket/prefix\"), lineOutput(\"s3://bucket/key\"), objectOutput(\"s3://bucket/prefix/\")";
    }
}
