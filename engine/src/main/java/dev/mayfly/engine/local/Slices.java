package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.SpillException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many growing byte strings in one array, one for each key's number: each is a chain of slices that grow from link to
 * link, so that a short string takes little and a long one has few links. The last four bytes of a slice are the address
 * of the next (as in the inverted index of Lucene, "TermsHashPerField"). What is known of a string is four ints in one
 * array, so that to append touches two lines of the cache. Used by one thread.
 */
final class Slices {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LINK = 4;
    private static final int[] SIZES = {12, 20, 36, 68, 132, 260, 516, 1028, 2052, 4100, 8196};
    private static final int TOP = SIZES.length - 1;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** A string's fields: where it begins, where its next byte goes, where its last slice ends, its length. */
    private static final int FIRST = 0;

    private static final int NEXT = 1;
    private static final int LIMIT = 2;
    private static final int LENGTH = 3;
    private static final int FIELDS = 4;

    private byte[] bytes = new byte[1 << 14];
    private int end;
    private int[] strings = new int[FIELDS * Column.FEWEST];

    /** Begins a number's string; numbers come in sequence. */
    void begin(int number) {
        int at = FIELDS * number;
        if (at >= strings.length) {
            strings = Arrays.copyOf(strings, 2 * strings.length);
        }
        int first = slice(SIZES[0]);
        strings[at + FIRST] = first;
        strings[at + NEXT] = first;
        strings[at + LIMIT] = first + SIZES[0] - LINK;
        strings[at + LENGTH] = 0;
    }

    /** Puts something else in the place of a number's string. */
    void replace(int number, int replacement) {
        strings[FIELDS * number + LENGTH] = -1 - replacement;
    }

    /** What was put in the place of a number's string, or a negative number. */
    int replacement(int number) {
        return -1 - strings[FIELDS * number + LENGTH];
    }

    int length(int number) {
        return strings[FIELDS * number + LENGTH];
    }

    /** Appends a number of 7 bits a byte, the sign last: as {@link PackedOutput#writeZigzag} does. */
    void appendZigzag(int number, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            append(number, (byte) (rest | 0x80));
            rest >>>= 7;
        }
        append(number, (byte) rest);
    }

    /** Appends eight bytes, the least first. */
    void appendFixed64(int number, long value) {
        int at = FIELDS * number;
        if (strings[at + LIMIT] - strings[at + NEXT] >= Long.BYTES) {
            LONGS.set(bytes, strings[at + NEXT], value);
            strings[at + NEXT] += Long.BYTES;
            strings[at + LENGTH] += Long.BYTES;
            return;
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            append(number, (byte) (value >>> shift));
        }
    }

    private void append(int number, byte value) {
        int at = FIELDS * number;
        if (strings[at + NEXT] == strings[at + LIMIT]) {
            extend(at);
        }
        bytes[strings[at + NEXT]++] = value;
        strings[at + LENGTH]++;
    }

    void append(int number, byte[] from, int offset, int length) {
        int at = FIELDS * number;
        int next = offset;
        int left = length;
        while (left > 0) {
            int room = strings[at + LIMIT] - strings[at + NEXT];
            if (room == 0) {
                extend(at);
                room = strings[at + LIMIT] - strings[at + NEXT];
            }
            int part = Math.min(room, left);
            System.arraycopy(from, next, bytes, strings[at + NEXT], part);
            strings[at + NEXT] += part;
            strings[at + LENGTH] += part;
            next += part;
            left -= part;
        }
    }

    /** Links a new slice to the last, which is full. */
    private void extend(int at) {
        int size = SIZES[levelBehind(strings[at + LENGTH])];
        int address = slice(size);
        INTS.set(bytes, strings[at + LIMIT], address);
        strings[at + NEXT] = address;
        strings[at + LIMIT] = address + size - LINK;
    }

    /** The level of the slice that follows those which a string of some length fills. */
    private static int levelBehind(int length) {
        int level = 0;
        for (int left = length; left > 0 && level < TOP; level++) {
            left -= SIZES[level] - LINK;
        }
        return level;
    }

    /** Appends a string. */
    void write(int number, PackedOutput out) {
        int address = strings[FIELDS * number + FIRST];
        int left = strings[FIELDS * number + LENGTH];
        for (int level = 0; left > 0; level = Math.min(level + 1, TOP)) {
            int size = SIZES[level] - LINK;
            int count = Math.min(left, size);
            out.writeBytes(bytes, address, count);
            left -= count;
            if (left > 0) {
                address = (int) INTS.get(bytes, address + size);
            }
        }
    }

    long heapBytes() {
        return bytes.length + 4L * strings.length;
    }

    void clear() {
        bytes = new byte[1 << 14];
        end = 0;
        strings = new int[FIELDS * Column.FEWEST];
    }

    private int slice(int size) {
        if (end > LARGEST_ARRAY - size) {
            throw new SpillException("the values of one table take more than 2 GB: emit smaller ones");
        }
        if (end + size > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, (int) Math.min(LARGEST_ARRAY, Math.max((long) end + size, bytes.length * 3L / 2)));
        }
        int address = end;
        end += size;
        return address;
    }
}
