package dev.mayfly.engine.s3;

import dev.mayfly.engine.file.AtomicFile;
import dev.mayfly.engine.sink.Packing;
import dev.mayfly.engine.sink.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** One object. It is uploaded as it is written, and becomes visible when the last byte has arrived. */
record S3Place(S3Location location, Supplier<Connection> connection) implements Place {
    @Override
    public String name() {
        return location.toString();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public long store(Packing packing, AtomicFile.Content content) throws IOException {
        try (Upload upload = new Upload(connection.get(), location, ContentKind.of(packing, name()))) {
            try (OutputStream out = packing.over(upload)) {
                content.writeTo(out);
            }
            return upload.complete();
        }
    }
}
