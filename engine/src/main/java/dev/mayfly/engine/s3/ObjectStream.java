package dev.mayfly.engine.s3;

import dev.mayfly.engine.source.Retrying;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one object, all of them or an error. A connection that breaks, and an answer that asks to come back, are
 * taken up again at the byte reached; after {@value #MOST_FAILURES} failures in a row without a byte between them the
 * read fails.
 */
final class ObjectStream extends InputStream implements Retrying {
    private static final int MOST_FAILURES = 5;

    /** Opens the object at a byte; the stream may break at any place. */
    @FunctionalInterface
    interface Opener {
        /**
         * Opens the object.
         *
         * @param from the first byte wanted
         * @throws BrokenException if another try could succeed
         * @throws IOException if none could
         */
        InputStream open(long from) throws IOException;
    }

    /** Waits before the next try. */
    @FunctionalInterface
    interface Pause {
        void before(int failures) throws InterruptedException;
    }

    /** A failure that may pass. */
    static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1;

        BrokenException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final String name;
    private final long size;
    private final Opener opener;
    private final Pause pause;
    private @Nullable InputStream body;
    private long position;
    private int failures;
    private int retries;

    /** Connects at once, so that an object that cannot be read is known before its first byte is asked for. */
    ObjectStream(String name, long size, Opener opener, Pause pause) throws IOException {
        this.name = name;
        this.size = size;
        this.opener = opener;
        this.pause = pause;
        body();
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (position < size) {
            InputStream from = body();
            try {
                int read = from.read(into, offset, (int) Math.min(count, size - position));
                if (read > 0) {
                    position += read;
                    failures = 0;
                    return read;
                }
                broken(new IOException("the connection ended early"));
            } catch (IOException e) {
                if (e instanceof InterruptedIOException
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                broken(e);
            }
        }
        return -1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int retries() {
        return retries;
    }

    private InputStream body() throws IOException {
        while (body == null) {
            try {
                body = opener.open(position);
            } catch (BrokenException e) {
                broken(e);
            }
        }
        return body;
    }

    private void broken(IOException cause) throws IOException {
        close();
        failures++;
        if (failures >= MOST_FAILURES) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "%s broke off after %,d of %,d bytes, %d times in a row: %s. Run it again.",
                            name,
                            position,
                            size,
                            failures,
                            reason(cause)),
                    cause);
        }
        retries++;
        try {
            pause.before(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(name + " was not read: interrupted").initCause(e);
        }
    }

    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : S3Failure.withoutUrl(message);
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            InputStream open = body;
            body = null;
            open.close();
        }
    }
}
