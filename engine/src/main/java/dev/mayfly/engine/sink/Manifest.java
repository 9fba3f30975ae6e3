package dev.mayfly.engine.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A list of objects, written while they are staged: {@code {"key":"day/1.gz","bytes":123}}, one a line. */
final class Manifest implements AutoCloseable {
    static final String NAME = "manifest.jsonl";

    private final @Nullable JsonGenerator out;

    private Manifest(@Nullable JsonGenerator out) {
        this.out = out;
    }

    static Manifest none() {
        return new Manifest(null);
    }

    /** Starts a manifest in a staging folder, where its name is taken from then on. */
    static Manifest in(Path staging) throws IOException {
        JsonGenerator out = new JsonFactory()
                .createGenerator(Files.newOutputStream(
                        staging.resolve(NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        out.setRootValueSeparator(null);
        return new Manifest(out);
    }

    void add(String key, Path staged) throws IOException {
        if (out != null) {
            out.writeStartObject();
            out.writeStringField("key", key);
            out.writeNumberField("bytes", Files.size(staged));
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
