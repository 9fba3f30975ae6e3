package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedOutput;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many growing byte strings in one array: each is a chain of slices that grow from link to link, so that a short string
 * takes little and a long one has few links. The last four bytes of a slice are the address of the next (as in the
 * inverted index of Lucene, "TermsHashPerField"). Used by one thread.
 */
final class Slices {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LINK = 4;
    private static final int[] SIZES = {12, 20, 36, 68, 132, 260, 516, 1028, 2052, 4100, 8196};

    private byte[] bytes = new byte[1 << 14];
    private int end;

    /** Begins a string; the address of its first slice. */
    int begin() {
        return slice(0);
    }

    static int firstSize() {
        return SIZES[0] - LINK;
    }

    /** The bytes that a level's slice has room for. */
    static int size(int level) {
        return SIZES[level] - LINK;
    }

    static int nextLevel(int level) {
        return Math.min(level + 1, SIZES.length - 1);
    }

    /** Links a new slice to the end of the last; its address. */
    int extend(int lastEnd, int level) {
        int address = slice(level);
        INTS.set(bytes, lastEnd, address);
        return address;
    }

    void put(int address, byte[] from, int offset, int count) {
        System.arraycopy(from, offset, bytes, address, count);
    }

    /** Appends a string. */
    void write(int first, int length, PackedOutput out) {
        int address = first;
        int left = length;
        for (int level = 0; left > 0; level = nextLevel(level)) {
            int size = size(level);
            int count = Math.min(left, size);
            out.writeBytes(bytes, address, count);
            left -= count;
            if (left > 0) {
                address = (int) INTS.get(bytes, address + size);
            }
        }
    }

    /** Whether there is room for a string of some length, for sure. */
    boolean hasRoom(int length) {
        return end + 2L * length + SIZES[SIZES.length - 1] < Integer.MAX_VALUE - 8;
    }

    long heapBytes() {
        return bytes.length;
    }

    void clear() {
        bytes = new byte[1 << 14];
        end = 0;
    }

    private int slice(int level) {
        int size = SIZES[level];
        if (end + size > bytes.length || end + size < 0) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max((long) end + size, bytes.length * 3L / 2)));
        }
        int address = end;
        end += size;
        return address;
    }
}
