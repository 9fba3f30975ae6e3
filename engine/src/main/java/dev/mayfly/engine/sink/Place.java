package dev.mayfly.engine.sink;

import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;

/** Where one object can be stored: it appears whole, or what was there stays. */
public interface Place {
    /** As shown to the user: a path, or {@code s3://bucket/key}. */
    String name();

    /** Whether it is on another machine. */
    default boolean isRemote() {
        return false;
    }

    /**
     * Stores an object.
     *
     * @param packing how the content is to be stored
     * @return the bytes stored
     * @throws IOException if the content or the place fails: nothing has changed there then
     */
    long store(Packing packing, AtomicFile.Content content) throws IOException;
}
