package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** One thing to read: a file or a URL. A value: opening it twice reads it twice. */
public interface Input {
    /** What the user calls it, fit for messages: a path, or a URL without its query, user and signature. */
    String name();

    /** Bytes as stored, where that is known without reading. */
    OptionalLong size();

    /**
     * Opens the stored bytes, compressed where they are.
     *
     * @throws IOException if it cannot be read: the message names the input and the next step
     */
    InputStream open() throws IOException;
}
