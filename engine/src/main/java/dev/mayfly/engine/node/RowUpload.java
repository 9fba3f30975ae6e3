package dev.mayfly.engine.node;

import dev.mayfly.engine.local.JobPart;
import dev.mayfly.engine.spill.PackedOutput;
import java.io.IOException;

/**
 * Sends rows to the session, which takes them as fast as it can write them down, and no faster. It counts those of an
 * attempt whose task Spark says has ended well, and only those. Used by one thread.
 */
final class RowUpload implements JobPart.RowSink, AutoCloseable {
    private static final int ENOUGH = 1 << 20;

    private final SessionLink session;
    private final String attempt;
    private final PackedOutput out = new PackedOutput(1 << 16);
    private int sequence;

    RowUpload(SessionLink session, String attempt) {
        this.session = session;
        this.attempt = attempt;
    }

    @Override
    public void rows(int piece, byte[] from, int length, long count) {
        out.writeVarint(piece);
        out.writeVarint(count);
        out.writeVarint(length);
        out.writeBytes(from, 0, length);
        if (out.length() >= ENOUGH) {
            flush();
        }
    }

    void flush() {
        if (out.length() > 0) {
            try {
                session.post("rows/" + attempt + "/" + sequence++, out.array(), out.length());
            } catch (IOException e) {
                throw new UnsentException(e);
            }
            out.clear();
        }
    }

    /** Rows could not be sent; another attempt may. */
    private static final class UnsentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnsentException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        out.clear();
    }
}
