package dev.mayfly.engine.sink;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How content is stored. */
public enum Packing {
    /** As it is. */
    PLAIN,
    /** Compressed by gzip. */
    GZIP;

    private static final int BUFFER = 1 << 16;

    /** Gzip where asked for, or where the name ends in {@code .gz}. */
    public static Packing of(boolean gzip, String name) {
        return gzip || name.endsWith(".gz") ? GZIP : PLAIN;
    }

    /** A buffered stream that packs what is written to it; closing it ends the packing and leaves the other open. */
    public OutputStream over(OutputStream stored) throws IOException {
        OutputStream open = new Unclosed(stored);
        return new BufferedOutputStream(this == GZIP ? new GZIPOutputStream(open, BUFFER) : open, BUFFER);
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
