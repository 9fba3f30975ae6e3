package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Chooses how the stored bytes of a split become text: by what they are, and by what fits. */
final class Decoders {
    private static final int CHUNK = 1 << 16;
    /** One decoder may take the maximum heap divided by this. */
    private static final int XZ_SHARE = 8;

    private Decoders() {}

    /**
     * The text of a split.
     *
     * @param raw the split's stored bytes, which stay with the caller
     */
    static ByteSource open(Split split, InputStream raw, DecodeMemory memory) throws IOException {
        StoredBytes stored = new StoredBytes(raw);
        if (!split.isFirst()) {
            return new PlainBytes(stored);
        }
        byte[] head = stored.peek(ContentKind.HEAD);
        String name = split.input().name();
        return switch (ContentKind.of(head)) {
            case PLAIN -> plain(name, head, stored);
            case GZIP -> gzip(split.input(), raw, stored, memory);
            case ZSTD -> new ZstdBytes(stored);
            case XZ -> LibraryBytes.xz(stored, Runtime.getRuntime().maxMemory() / XZ_SHARE);
            case BZIP2 -> LibraryBytes.bzip2(stored);
            case ZIP ->
                throw new BadInputException(
                        name + " holds zip data, which is not read: unpack it, or compress it with gzip", null);
        };
    }

    private static ByteSource plain(String name, byte[] head, StoredBytes stored) throws IOException {
        ContentKind expected = ContentKind.expected(name);
        if (expected.isStub(head)) {
            throw Damage.truncated(head.length, null);
        }
        if (expected != ContentKind.PLAIN && !ContentKind.isLikelyText(head)) {
            throw Damage.corrupt(0, "it starts neither like " + expected.title() + " data nor like text", null);
        }
        return new PlainBytes(stored);
    }

    private static ByteSource gzip(Input input, InputStream raw, StoredBytes stored, DecodeMemory memory)
            throws IOException {
        Optional<Libdeflate> libdeflate = memory.libdeflate();
        long expected = input.size().orElse(CHUNK);
        if (libdeflate.isEmpty() || expected > memory.limit()) {
            return new GzipBytes(stored);
        }
        ByteBuffer whole = memory.stored(expected);
        byte[] chunk = new byte[CHUNK];
        int length = 0;
        for (int n = stored.read(chunk, 0, CHUNK); n >= 0; n = stored.read(chunk, 0, CHUNK)) {
            if (length + n > memory.limit()) {
                InputStream held = new BufferInput(whole, 0, length);
                InputStream last = new BufferInput(ByteBuffer.wrap(chunk), 0, n);
                return new GzipBytes(
                        new StoredBytes(new SequenceInputStream(new SequenceInputStream(held, last), raw)));
            }
            if (length + n > whole.capacity()) {
                whole = memory.stored(Math.min(memory.limit(), 2L * whole.capacity() + n));
            }
            whole.clear().position(length).put(chunk, 0, n);
            length += n;
        }
        return new MemberBytes(memory, libdeflate.get(), whole, length);
    }
}
