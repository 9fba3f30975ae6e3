package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stored bytes as a library's decoder wants them; remembers how reading ended, which the decoder does not tell. */
final class StoredInput extends InputStream {
    private final StoredBytes stored;
    private boolean ended;
    private @Nullable IOException failure;

    StoredInput(StoredBytes stored) {
        this.stored = stored;
    }

    /** Whether the decoder has asked for more than there was. */
    boolean hasEnded() {
        return ended;
    }

    /** Why reading failed, if it did: no fault of the stored bytes. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        try {
            if (stored.more()) {
                return stored.take();
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        ended = true;
        return -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int n;
        try {
            n = stored.read(into, offset, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        ended = ended || n < 0;
        return n;
    }
}
