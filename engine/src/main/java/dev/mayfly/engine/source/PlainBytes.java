package dev.mayfly.engine.source;

import java.io.IOException;

/** Stored bytes that are text already. */
final class PlainBytes implements ByteSource {
    private final StoredBytes stored;

    PlainBytes(StoredBytes stored) {
        this.stored = stored;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        return stored.read(into, offset, count);
    }

    @Override
    public long stored() {
        return stored.position();
    }

    @Override
    public void close() {
        // Holds nothing of its own.
    }
}
