package dev.mayfly.engine.source;

import java.io.EOFException;
import java.io.IOException;

/** The frame around the compressed bytes of a gzip member (RFC 1952), and the words for what can be wrong with it. */
final class GzipFormat {
    static final int TRAILER = 8;

    private GzipFormat() {}

    static boolean isMagic(byte[] head) {
        return head.length >= 2 && (head[0] & 0xFF) == 0x1F && (head[1] & 0xFF) == 0x8B;
    }

    /** Reads a member's header, up to where its compressed bytes start. */
    static void skipHeader(StoredBytes in) throws IOException {
        long start = in.position();
        try {
            if (in.take() != 0x1F || in.take() != 0x8B) {
                throw Damage.corrupt(start, "no gzip header is there", null);
            }
            int method = in.take();
            int flags = in.take();
            if (method != 8 || (flags & 0xE0) != 0) {
                throw Damage.corrupt(start, "its gzip header is not one of RFC 1952", null);
            }
            skip(in, 6);
            if ((flags & 4) != 0) {
                skip(in, in.take() | in.take() << 8);
            }
            if ((flags & 8) != 0) {
                skipString(in);
            }
            if ((flags & 16) != 0) {
                skipString(in);
            }
            if ((flags & 2) != 0) {
                skip(in, 2);
            }
        } catch (EOFException e) {
            throw Damage.truncated(in.position(), e);
        }
    }

    /** Reads a member's trailer and compares it. */
    static void checkTrailer(StoredBytes in, long crc, long size) throws IOException {
        try {
            long storedCrc = fourBytes(in);
            long storedSize = fourBytes(in);
            if (storedCrc != crc) {
                throw Damage.corrupt(in.position(), "its checksum does not match", null);
            }
            if (storedSize != (size & 0xFFFFFFFFL)) {
                throw Damage.corrupt(in.position(), "its length does not match", null);
            }
        } catch (EOFException e) {
            throw Damage.truncated(in.position(), e);
        }
    }

    /** After a member: whether another follows. Zero padding up to the end is none; anything else is damage. */
    static boolean anotherMember(StoredBytes in) throws IOException {
        if (!in.more()) {
            return false;
        }
        long at = in.position();
        int first = in.buffer()[in.offset()] & 0xFF;
        if (first == 0x1F) {
            return true;
        }
        while (in.more()) {
            if (in.take() != 0) {
                throw Damage.behind(at, "gzip member");
            }
        }
        return false;
    }

    private static long fourBytes(StoredBytes in) throws IOException {
        return in.take() | in.take() << 8 | in.take() << 16 | (long) in.take() << 24;
    }

    private static void skip(StoredBytes in, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            in.take();
        }
    }

    private static void skipString(StoredBytes in) throws IOException {
        int b;
        do {
            b = in.take();
        } while (b != 0);
    }
}
