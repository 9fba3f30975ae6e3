package dev.mayfly.engine.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Gzip members decoded whole by {@link Libdeflate}, from an input that is held whole. Where a member is too large, or
 * damaged, a {@link GzipBytes} takes over at its start: it needs no room, and it knows where the damage is.
 *
 * <p>libdeflate does not tell where a member ends. Its trailer does: checksum and length of the text just decoded, which
 * are searched from the member's start, so that no member that follows can be overlooked.
 */
final class MemberBytes implements ByteSource {
    private static final int HEADER = 256;
    private static final int STREAM = 1 << 16;
    private static final int LEAST_TEXT = 1 << 16;

    private final DecodeMemory memory;
    private final Libdeflate libdeflate;
    private final ByteBuffer in;
    private final int end;
    private final int[] skip = new int[256];
    private final CRC32 crc = new CRC32();
    private ByteBuffer text = ByteBuffer.allocate(0);
    private int member;
    private @Nullable GzipBytes stream;

    /**
     * @param in the whole input, from 0 to {@code end}
     */
    MemberBytes(DecodeMemory memory, Libdeflate libdeflate, ByteBuffer in, int end) {
        this.memory = memory;
        this.libdeflate = libdeflate;
        this.in = in.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().limit(end);
        this.end = end;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        while (stream == null) {
            if (text.hasRemaining()) {
                int n = Math.min(count, text.remaining());
                text.get(into, offset, n);
                return n;
            }
            if (member == end) {
                return -1;
            }
            nextMember();
        }
        return stream.read(into, offset, count);
    }

    private void nextMember() throws IOException {
        StoredBytes header = new StoredBytes(new BufferInput(in, member, end), member, HEADER);
        if (member > 0 && !GzipFormat.anotherMember(header)) {
            member = end;
            return;
        }
        GzipFormat.skipHeader(header);
        int body = Math.toIntExact(header.position());
        int length = decode(body);
        // The trailer of an empty member is eight zeros, which its compressed bytes might run into.
        int trailer = length <= 0 ? -1 : findTrailer(body, length);
        if (trailer < 0) {
            text.limit(0);
            stream = new GzipBytes(new StoredBytes(new BufferInput(in, member, end), member, STREAM));
            return;
        }
        memory.countNativeMember();
        member = trailer + GzipFormat.TRAILER;
    }

    /** Decodes one member into {@link #text}; its length, or -1. */
    private int decode(int body) {
        long hint = end - body < GzipFormat.TRAILER ? 0 : in.getInt(end - 4) & 0xFFFFFFFFL;
        long capacity = Math.max(Math.max(hint, text.capacity()), LEAST_TEXT);
        while (capacity <= memory.limit()) {
            text = memory.text(capacity);
            int length = libdeflate.decode(in.duplicate().position(body), text);
            if (length >= 0) {
                text.limit(length);
                return length;
            }
            if (text.capacity() >= memory.limit()) {
                break;
            }
            capacity = Math.min(memory.limit(), 4L * text.capacity());
        }
        return -1;
    }

    /**
     * Where the decoded member's trailer starts, or -1: the first place that holds its checksum and length. Horspool's
     * search, since it runs over every stored byte.
     */
    private int findTrailer(int body, int length) {
        crc.reset();
        crc.update(text.duplicate());
        long wanted = (crc.getValue() & 0xFFFFFFFFL) | ((long) length << 32);
        int tail = GzipFormat.TRAILER - 1;
        Arrays.fill(skip, GzipFormat.TRAILER);
        for (int i = 0; i < tail; i++) {
            skip[(int) (wanted >>> (8 * i)) & 0xFF] = tail - i;
        }
        for (int at = body; at <= end - GzipFormat.TRAILER; at += skip[in.get(at + tail) & 0xFF]) {
            if (in.getLong(at) == wanted) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public long stored() {
        return stream == null ? member : stream.stored();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
