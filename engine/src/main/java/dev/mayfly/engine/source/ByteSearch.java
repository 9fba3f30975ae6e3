package dev.mayfly.engine.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for a text in bytes, eight places at a time: where both its first and its last byte stand, the rest is compared
 * (as in Wojciech Muła's "SIMD-friendly algorithms for substring searching", with a {@code long} for a vector). The JVM's
 * own search is fast only where its optimising compiler has compiled the caller, which a loop over large blocks seldom is.
 */
public final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final byte[] needle;
    private final long first;
    private final long last;

    /** @param needle of ASCII characters, at least one */
    public ByteSearch(String needle) {
        this.needle = needle.getBytes(StandardCharsets.US_ASCII);
        this.first = ONES * this.needle[0];
        this.last = ONES * this.needle[this.needle.length - 1];
    }

    /**
     * Where the text starts first.
     *
     * @param to where the bytes end; there are at least 8 more in the array, whatever they are
     * @return {@code to} where it is not there
     */
    int indexIn(byte[] bytes, int from, int to) {
        int distance = needle.length - 1;
        for (int at = from; at < to - distance; at += Long.BYTES) {
            long difference = ((long) LONGS.get(bytes, at) ^ first) | ((long) LONGS.get(bytes, at + distance) ^ last);
            // The lowest bit is of a byte where both are equal; those above it may be of others.
            for (long hits = (difference - ONES) & ~difference & HIGH_BITS; hits != 0; hits &= hits - 1) {
                int start = at + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (start + needle.length <= to
                        && Arrays.equals(bytes, start, start + needle.length, needle, 0, needle.length)) {
                    return start;
                }
            }
        }
        return to;
    }
}
