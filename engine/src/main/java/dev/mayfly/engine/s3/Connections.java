package dev.mayfly.engine.s3;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What all views of one session's S3 share: its connections, and the bucket of names without one. Safe for use by many threads. */
final class Connections implements AutoCloseable {
    private final Function<Access, Connection> connect;
    /** Guarded by this, by whether they sign and who pays. */
    private final Map<Access, Connection> open = new HashMap<>();

    private volatile Optional<String> bucket;
    private boolean closed;

    Connections(Function<Access, Connection> connect, Optional<String> bucket) {
        this.connect = connect;
        this.bucket = bucket;
    }

    synchronized Connection get(Access access) {
        if (closed) {
            throw new IllegalStateException("The session that this S3 belongs to has ended.");
        }
        return open.computeIfAbsent(access, connect);
    }

    void useBucket(String name) {
        bucket = Optional.of(S3Location.parse("s3://" + name + "/").bucket());
    }

    /** The location of a name: whole, or a key in the default bucket. */
    S3Location locate(String name) {
        return S3Location.parse(name, bucket);
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Connection::close);
        open.clear();
    }
}
