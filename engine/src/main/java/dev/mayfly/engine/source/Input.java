package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** One thing to read: a file or a URL. A value: opening it twice reads it twice. */
public interface Input {
    /** What the user calls it, fit for messages: a path, or a URL without its query, user and signature. */
    String name();

    /** Bytes as stored, where that is known without reading. */
    OptionalLong size();

    /** When it was stored, where that is known without reading. */
    default Optional<Instant> modified() {
        return Optional.empty();
    }

    /** A name for the version of its content, such as an entity tag, where there is one without reading. */
    default Optional<String> version() {
        return Optional.empty();
    }

    /**
     * Opens the stored bytes, compressed where they are.
     *
     * @throws IOException if it cannot be read: the message names the input and the next step
     */
    InputStream open() throws IOException;
}
