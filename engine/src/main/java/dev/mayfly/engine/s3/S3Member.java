package dev.mayfly.engine.s3;

import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** One member of a bundle, a gzip file, read by its range alone. */
record S3Member(String key, S3Input blob, long start, long length) implements Input, Remote {
    /** {@code s3://bucket/bundle/part-00000.gz#key}. */
    @Override
    public String name() {
        return blob.name() + "#" + key;
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.of(length);
    }

    @Override
    public Optional<String> entityTag() {
        return blob.entityTag();
    }

    @Override
    public OptionalLong offset() {
        return OptionalLong.of(start);
    }

    @Override
    public Address address(int failures) throws IOException {
        return blob.address(failures);
    }

    @Override
    public Refusal refused(Answer answer) {
        return blob.refused(answer);
    }

    @Override
    public InputStream open() throws IOException {
        return ReadAhead.open(this);
    }

    @Override
    public String toString() {
        return name();
    }
}
