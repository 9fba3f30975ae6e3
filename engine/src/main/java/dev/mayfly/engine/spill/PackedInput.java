package dev.mayfly.engine.spill;

import java.util.Objects;

/** Reads what {@link PackedOutput} wrote, from a part of an array. For one thread at a time. */
public final class PackedInput {
    private byte[] bytes;
    private int position;
    private int end;

    public PackedInput() {
        this.bytes = new byte[0];
    }

    public PackedInput(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Starts to read elsewhere. */
    public PackedInput reset(byte[] from, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, from.length);
        this.bytes = from;
        this.position = offset;
        this.end = offset + count;
        return this;
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public void skip(int count) {
        require(count);
        position += count;
    }

    /** Goes back to a position that was read from. */
    void moveTo(int earlier) {
        position = earlier;
    }

    public byte readByte() {
        require(1);
        return bytes[position++];
    }

    public long readVarint() {
        byte[] from = bytes;
        int at = position;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = from[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                position = at;
                return value;
            }
        }
        throw new SpillException("packed data is damaged: a number has no end at byte " + position);
    }

    /** A number that was written as an {@code int} of 0 or more, such as a length. */
    public int readSize() {
        return Math.toIntExact(readVarint());
    }

    public long readZigzag() {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    public int readFixed32() {
        require(4);
        int value = (int) PackedOutput.INTS.get(bytes, position);
        position += 4;
        return value;
    }

    public long readFixed64() {
        require(8);
        long value = (long) PackedOutput.LONGS.get(bytes, position);
        position += 8;
        return value;
    }

    public void readBytes(byte[] to, int offset, int count) {
        require(count);
        System.arraycopy(bytes, position, to, offset, count);
        position += count;
    }

    /** Whether the two next bytes are these; moves behind them if so. */
    boolean skipIf(byte first, byte second) {
        if (end - position >= 2 && bytes[position] == first && bytes[position + 1] == second) {
            position += 2;
            return true;
        }
        return false;
    }

    long peekFixed64() {
        return end - position >= 8 ? (long) PackedOutput.LONGS.get(bytes, position) : 0;
    }

    private void require(int count) {
        if (count < 0 || end - position < count) {
            throw new SpillException("packed data is damaged: " + count + " bytes wanted at byte " + position + ", "
                    + remaining() + " left");
        }
    }
}
