package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;

/** The text of a whole input as bytes, unpacked where it is packed. Used by one thread. */
public final class TextStream extends InputStream {
    private final String name;
    private final InputStream raw;
    private final ByteSource text;
    private long lines;

    private TextStream(String name, InputStream raw, ByteSource text) {
        this.name = name;
        this.raw = raw;
        this.text = text;
    }

    /**
     * Opens an input.
     *
     * @throws IOException if it cannot be read, or is damaged: the message names it
     */
    public static TextStream open(Input input, DecodeMemory memory) throws IOException {
        InputStream raw = input.open();
        try {
            Split whole = new Split(input, 0, 0, Long.MAX_VALUE);
            return new TextStream(input.name(), raw, Decoders.open(whole, raw, memory));
        } catch (Damage e) {
            raw.close();
            throw e.in(input.name(), 1);
        } catch (IOException | RuntimeException | Error e) {
            raw.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        try {
            int n = text.read(into, offset, count);
            for (int i = offset; i < offset + n; i++) {
                lines += into[i] == '\n' ? 1 : 0;
            }
            return n;
        } catch (Damage e) {
            throw e.in(name, lines + 1);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        text.close();
        raw.close();
    }
}
