package dev.mayfly.engine;

import java.io.IOException;
import java.util.stream.Stream;

/** Where the rows of a result go. Either all rows arrive, or nothing becomes visible. */
public interface Sink<T> {
    /** Where the rows go, as shown to the user; never a signature or secret. */
    String name();

    /** Whether the rows leave this machine. */
    default boolean isRemote() {
        return false;
    }

    /**
     * Writes all rows.
     *
     * @return what was written
     * @throws IOException if the target cannot be written: nothing is visible there then
     */
    Receipt write(Stream<? extends T> rows) throws IOException;

    /**
     * What a sink wrote.
     *
     * @param target where
     * @param rows lines or objects written
     * @param bytes as stored
     */
    record Receipt(String target, long rows, long bytes) {}
}
