package dev.mayfly.engine.source;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Any number of Zstandard frames (RFC 8878), decoded as a stream by the reference decoder; checksums are checked. */
final class ZstdBytes implements ByteSource {
    private static final int STORED = 1 << 16;
    private static final int TEXT = 1 << 17;

    private final StoredBytes stored;
    private final ZstdDecompressCtx decoder;
    private final ByteBuffer in = ByteBuffer.allocateDirect(STORED).limit(0);
    private final ByteBuffer text = ByteBuffer.allocateDirect(TEXT).limit(0);
    /** Whether what was decoded so far ends with a whole frame. */
    private boolean whole;

    ZstdBytes(StoredBytes stored) throws IOException {
        this.stored = stored;
        try {
            this.decoder = new ZstdDecompressCtx();
        } catch (LinkageError e) {
            throw new Damage(
                    "holds Zstandard data, whose decoder cannot be loaded on this machine (" + e.getMessage() + ")",
                    "compress it with gzip",
                    e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        while (!text.hasRemaining()) {
            boolean full = text.limit() == text.capacity();
            if (!in.hasRemaining() && !full && !feed()) {
                if (!whole) {
                    throw Damage.truncated(stored(), null);
                }
                return -1;
            }
            decode();
        }
        int n = Math.min(count, text.remaining());
        text.get(into, offset, n);
        return n;
    }

    private void decode() throws IOException {
        text.clear();
        try {
            whole = decoder.decompressDirectByteBufferStream(text, in);
        } catch (ZstdException e) {
            text.limit(0);
            if (Math.abs(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()) {
                throw new Damage(
                        "was compressed over a window of more than 128 MB, at byte " + stored(),
                        "compress it again without --long",
                        e);
            }
            throw Damage.corrupt(stored(), "its Zstandard data is invalid (" + e.getMessage() + ")", e);
        }
        text.flip();
    }

    private boolean feed() throws IOException {
        if (!stored.more()) {
            return false;
        }
        int n = Math.min(STORED, stored.available());
        in.clear().put(stored.buffer(), stored.offset(), n).flip();
        stored.skip(n);
        return true;
    }

    @Override
    public long stored() {
        return stored.position() - in.remaining();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
