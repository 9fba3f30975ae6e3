package dev.mayfly.engine.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The stored bytes of an input through a buffer that can be looked into. Used by one thread. */
final class StoredBytes {
    private static final int CAPACITY = 1 << 16;

    private final InputStream stream;
    private final byte[] buffer;
    private int next;
    private int end;
    private long read;

    StoredBytes(InputStream stream) {
        this(stream, 0, CAPACITY);
    }

    /**
     * @param start where in the input the stream starts
     */
    StoredBytes(InputStream stream, long start, int capacity) {
        this.stream = stream;
        this.read = start;
        this.buffer = new byte[capacity];
    }

    /** Offset in the input of the next byte. */
    long position() {
        return read - (end - next);
    }

    /** Whether there is a next byte; reads where it must. */
    boolean more() throws IOException {
        if (next < end) {
            return true;
        }
        int n = stream.read(buffer, 0, buffer.length);
        if (n <= 0) {
            return false;
        }
        read += n;
        next = 0;
        end = n;
        return true;
    }

    /** The next byte, 0 to 255. */
    int take() throws IOException {
        if (!more()) {
            throw new EOFException();
        }
        return buffer[next++] & 0xFF;
    }

    /** At most the first {@code count} bytes, which stay to be read; only before anything was taken. */
    byte[] peek(int count) throws IOException {
        while (end - next < count) {
            int n = stream.read(buffer, end, buffer.length - end);
            if (n <= 0) {
                break;
            }
            read += n;
            end += n;
        }
        return Arrays.copyOfRange(buffer, next, Math.min(end, next + count));
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return next;
    }

    int available() {
        return end - next;
    }

    void skip(int count) {
        next += count;
    }

    /** Copies what is buffered, or reads past the buffer. */
    int read(byte[] into, int offset, int count) throws IOException {
        if (next == end) {
            int n = stream.read(into, offset, count);
            read += Math.max(0, n);
            return n;
        }
        int n = Math.min(count, end - next);
        System.arraycopy(buffer, next, into, offset, n);
        next += n;
        return n;
    }
}
