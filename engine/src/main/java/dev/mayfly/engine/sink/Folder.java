package dev.mayfly.engine.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where many objects can be stored at once: all of them appear, or none. Other objects there are left alone. */
public interface Folder {
    /** As shown to the user: a path, or {@code s3://bucket/prefix/}. */
    String name();

    /** Whether it is on another machine. */
    default boolean isRemote() {
        return false;
    }

    /** Makes an empty local folder in which the objects wait until all are there. */
    Staging stage() throws IOException;

    /**
     * Makes the files below a staging folder appear here, by their paths relative to it; they replace what has their
     * names.
     *
     * @param last the name of one that appears after all others
     * @return the bytes stored
     * @throws IOException if one cannot be stored: what was there is as it was
     */
    long publish(Path staged, Optional<String> last) throws IOException;

    /** Where objects wait: a local folder, deleted when it is closed. */
    interface Staging extends AutoCloseable {
        /** The folder. */
        Path path();

        @Override
        void close() throws IOException;
    }
}
