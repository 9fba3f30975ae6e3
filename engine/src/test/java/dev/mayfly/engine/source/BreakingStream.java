package dev.mayfly.engine.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails at a place. */
final class BreakingStream extends InputStream {
    private final InputStream before;
    private final IOException failure;

    BreakingStream(byte[] bytes, int place, IOException failure) {
        this.before = new ByteArrayInputStream(bytes, 0, place);
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        int b = before.read();
        if (b < 0) {
            throw failure;
        }
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int n = before.read(into, offset, count);
        if (n < 0) {
            throw failure;
        }
        return n;
    }
}
