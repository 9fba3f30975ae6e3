package dev.mayfly.engine.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Gzip members decoded whole by {@link Libdeflate}, from an input that is held whole. Where a member is too large, or
 * damaged, a {@link GzipBytes} takes over at its start: it needs no room, and it knows where the damage is.
 */
final class MemberBytes implements ByteSource {
    private static final int HEADER = 256;
    private static final int STREAM = 1 << 16;
    private static final int LEAST_TEXT = 1 << 16;

    private final DecodeMemory memory;
    private final Libdeflate libdeflate;
    private final ByteBuffer in;
    private final int end;
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
        StoredBytes rest = new StoredBytes(new BufferInput(in, member, end), member, HEADER);
        if (member > 0 && !GzipFormat.anotherMember(rest)) {
            member = end;
        } else if (!decode()) {
            text.limit(0);
            stream = new GzipBytes(new StoredBytes(new BufferInput(in, member, end), member, STREAM));
        }
    }

    /** Decodes the member at {@link #member} into {@link #text}, and goes on to the next; false where it cannot. */
    private boolean decode() {
        long hint = end - member < GzipFormat.TRAILER ? 0 : in.getInt(end - 4) & 0xFFFFFFFFL;
        long capacity = Math.max(Math.max(hint, text.capacity()), LEAST_TEXT);
        while (capacity <= memory.limit()) {
            text = memory.text(capacity);
            ByteBuffer from = in.duplicate().position(member);
            Libdeflate.Outcome outcome = libdeflate.decode(from, text);
            if (outcome == Libdeflate.Outcome.DONE) {
                text.flip();
                member = from.position();
                memory.countNativeMember();
                return true;
            }
            if (outcome == Libdeflate.Outcome.DAMAGED || text.capacity() >= memory.limit()) {
                return false;
            }
            capacity = Math.min(memory.limit(), 4L * text.capacity());
        }
        return false;
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
