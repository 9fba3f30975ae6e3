package dev.mayfly.engine.spill;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes with compact encodings of numbers. For one thread at a time. */
public final class PackedOutput {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    public PackedOutput(int capacity) {
        this.bytes = new byte[capacity];
    }

    public PackedOutput() {
        this(64);
    }

    /** The bytes written are the first {@link #length} of this array, which the next write may replace. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Forgets what was written after a length. */
    public void truncate(int to) {
        if (to < 0 || to > length) {
            throw new IllegalArgumentException("cannot truncate " + length + " bytes to " + to);
        }
        length = to;
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /** An unsigned number of 7 bits a byte: 1 byte below 128, at most 10. */
    public void writeVarint(long value) {
        ensure(10);
        byte[] to = bytes;
        int at = length;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        length = at;
    }

    /** A signed number, short where it is near 0. */
    public void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeFixed32(int value) {
        ensure(4);
        INTS.set(bytes, length, value);
        length += 4;
    }

    public void writeFixed64(long value) {
        ensure(8);
        LONGS.set(bytes, length, value);
        length += 8;
    }

    public void writeBytes(byte[] from, int offset, int count) {
        ensure(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** Makes room for a number of bytes behind {@link #length}, to be filled in and then {@link #advance}d over. */
    void ensure(int count) {
        if (bytes.length - length < count) {
            long needed = (long) length + count;
            if (needed > LARGEST_ARRAY) {
                throw new SpillException("one value takes more than 2 GB: split it into smaller ones");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, Math.max(needed, 2L * bytes.length)));
        }
    }

    void advance(int count) {
        length += count;
    }
}
