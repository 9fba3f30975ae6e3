package dev.mayfly.engine.source;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A part of a buffer as a stream. */
final class BufferInput extends InputStream {
    private final ByteBuffer rest;

    BufferInput(ByteBuffer buffer, int from, int to) {
        this.rest = buffer.duplicate().clear().limit(to).position(from);
    }

    @Override
    public int read() {
        return rest.hasRemaining() ? rest.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        int n = Math.min(count, rest.remaining());
        rest.get(into, offset, n);
        return n == 0 && count > 0 ? -1 : n;
    }
}
