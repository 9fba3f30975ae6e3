package dev.mayfly.engine.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** Text that a library's stream decodes: bzip2 and xz, any number of streams that follow each other. */
final class LibraryBytes implements ByteSource {
    private final String title;
    private final StoredBytes stored;
    private final StoredInput input;
    private final Opening opening;
    private @Nullable InputStream decoder;

    /** Starts a decoder, which reads its header. */
    @FunctionalInterface
    private interface Opening {
        InputStream open(InputStream stored) throws IOException;
    }

    private LibraryBytes(ContentKind kind, StoredBytes stored, Opening opening) {
        this.title = kind.title();
        this.stored = stored;
        this.input = new StoredInput(stored);
        this.opening = opening;
    }

    static ByteSource bzip2(StoredBytes stored) {
        return new LibraryBytes(
                ContentKind.BZIP2, stored, in -> new ByteByByte(new BZip2CompressorInputStream(in, true)));
    }

    /**
     * @param memory bytes of heap that the decoder may take; what the data needs depends on how it was compressed
     */
    static ByteSource xz(StoredBytes stored, long memory) {
        int kilobytes = (int) Math.min(Integer.MAX_VALUE, memory >> 10);
        return new LibraryBytes(ContentKind.XZ, stored, in -> new XZInputStream(in, kilobytes));
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        try {
            if (decoder == null) {
                decoder = opening.open(input);
            }
            int n;
            do {
                n = decoder.read(into, offset, count);
            } while (n == 0);
            return n;
        } catch (MemoryLimitException e) {
            throw new Damage(
                    "needs " + (e.getMemoryNeeded() >> 10) + " MB of heap to be decoded, more than there is to spare",
                    "give the process a larger heap (-Xmx)",
                    e);
        } catch (IOException | RuntimeException e) {
            // A decoder may stumble over damage in any way, over its own arrays too.
            throw damage(e);
        }
    }

    private IOException damage(Exception e) {
        IOException failure = input.failure();
        if (failure != null) {
            return failure;
        }
        if (input.hasEnded()) {
            return Damage.truncated(stored.position(), e);
        }
        String reason = e instanceof IOException && e.getMessage() != null ? " (" + e.getMessage() + ")" : "";
        return Damage.corrupt(stored.position(), "its " + title + " data is invalid" + reason, e);
    }

    @Override
    public long stored() {
        return stored.position();
    }

    @Override
    public void close() {
        // Neither decoder holds more than heap; the stream below belongs to who opened it.
        decoder = null;
    }

    /** Gives what came before damage, which the decoder of bzip2 throws away, and then the damage. */
    private static final class ByteByByte extends FilterInputStream {
        private @Nullable IOException damage;

        ByteByByte(InputStream decoder) {
            super(decoder);
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (damage != null) {
                throw damage;
            }
            int n = 0;
            try {
                for (int b = 0; n < count && (b = in.read()) >= 0; n++) {
                    into[offset + n] = (byte) b;
                }
            } catch (IOException | RuntimeException e) {
                damage = e instanceof IOException io ? io : new IOException(e);
                if (n == 0) {
                    throw damage;
                }
            }
            return n == 0 ? -1 : n;
        }
    }
}
