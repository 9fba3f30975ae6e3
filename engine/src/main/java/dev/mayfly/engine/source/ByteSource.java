package dev.mayfly.engine.source;

import java.io.Closeable;
import java.io.IOException;

/** Text bytes of one split, decoded; the stream of stored bytes stays with who opened it. Used by one thread. */
interface ByteSource extends Closeable {
    /**
     * Reads some bytes.
     *
     * @return how many, at least one; -1 at the end
     * @throws BadInputException if the stored bytes are damaged
     */
    int read(byte[] into, int offset, int count) throws IOException;

    /** Stored bytes consumed so far. */
    long stored();

    @Override
    void close();
}
