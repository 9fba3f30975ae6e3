package dev.mayfly.engine.spill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Encodings of numbers. Equal numbers, as {@code equals} says, and only those, have equal bytes. */
final class NumberCodecs {
    static final Codec<Long> LONG = new Integral<>(Long::longValue, value -> value, true);
    static final Codec<Integer> INTEGER = new Integral<>(Integer::longValue, value -> (int) value, true);
    static final Codec<Short> SHORT = new Integral<>(Short::longValue, value -> (short) value, true);
    static final Codec<Byte> BYTE = new Integral<>(Byte::longValue, value -> (byte) value, true);
    static final Codec<Character> CHARACTER = new Integral<>(value -> (long) value, value -> (char) value, false);
    static final Codec<Double> DOUBLE = new Doubles();
    static final Codec<Float> FLOAT = new Floats();
    static final Codec<Boolean> BOOLEAN = new Booleans();
    static final Codec<BigInteger> BIG_INTEGER = new BigIntegers();
    static final Codec<BigDecimal> BIG_DECIMAL = new BigDecimals();

    /** A NaN that no double is written as. */
    static final long DOUBLE_ESCAPE = 0x7ff8_0000_dead_0001L;

    private NumberCodecs() {}

    /** Whether bytes begin with the escape of whole numbers. */
    static boolean isEscape(byte[] from, int offset, int length) {
        return length > 1 && from[offset] == (byte) 0x80 && from[offset + 1] == 0;
    }

    static boolean isDouble(@Nullable Codec<?> codec) {
        return codec instanceof Doubles;
    }

    /** Zigzag varints. The escape is a two-byte form of 0, which the writer never chooses. */
    record Integral<T>(ToLongFunction<T> unbox, LongFunction<T> box, boolean isNumber) implements EscapableCodec<T> {
        @Override
        public void write(T value, PackedOutput out) {
            out.writeZigzag(unbox.applyAsLong(value));
        }

        @Override
        public T read(PackedInput in) {
            return box.apply(in.readZigzag());
        }

        @Override
        public void skip(PackedInput in) {
            in.readVarint();
        }

        @Override
        public void writeEscape(PackedOutput out) {
            out.writeByte(0x80);
            out.writeByte(0);
        }

        @Override
        public boolean readEscape(PackedInput in) {
            return in.skipIf((byte) 0x80, (byte) 0);
        }

        @Override
        public boolean isEscape(byte[] from, int offset, int length) {
            return NumberCodecs.isEscape(from, offset, length);
        }
    }

    /** Eight bytes, one NaN. The escape is another NaN. */
    private static final class Doubles implements EscapableCodec<Double> {
        @Override
        public void write(Double value, PackedOutput out) {
            out.writeFixed64(Double.doubleToLongBits(value));
        }

        @Override
        public Double read(PackedInput in) {
            return Double.longBitsToDouble(in.readFixed64());
        }

        @Override
        public void skip(PackedInput in) {
            in.skip(8);
        }

        @Override
        public void writeEscape(PackedOutput out) {
            out.writeFixed64(DOUBLE_ESCAPE);
        }

        @Override
        public boolean readEscape(PackedInput in) {
            if (in.peekFixed64() != DOUBLE_ESCAPE) {
                return false;
            }
            in.skip(8);
            return true;
        }

        @Override
        public boolean isEscape(byte[] from, int offset, int length) {
            return (long) PackedOutput.LONGS.get(from, offset) == DOUBLE_ESCAPE;
        }
    }

    private static final class Floats implements Codec<Float> {
        @Override
        public void write(Float value, PackedOutput out) {
            out.writeFixed32(Float.floatToIntBits(value));
        }

        @Override
        public Float read(PackedInput in) {
            return Float.intBitsToFloat(in.readFixed32());
        }
    }

    private static final class Booleans implements Codec<Boolean> {
        @Override
        public void write(Boolean value, PackedOutput out) {
            out.writeByte(value ? 1 : 0);
        }

        @Override
        public Boolean read(PackedInput in) {
            return in.readByte() != 0;
        }
    }

    private static final class BigIntegers implements Codec<BigInteger> {
        @Override
        public void write(BigInteger value, PackedOutput out) {
            byte[] magnitude = value.toByteArray();
            out.writeVarint(magnitude.length);
            out.writeBytes(magnitude, 0, magnitude.length);
        }

        @Override
        public BigInteger read(PackedInput in) {
            byte[] magnitude = new byte[in.readSize()];
            in.readBytes(magnitude, 0, magnitude.length);
            return new BigInteger(magnitude);
        }
    }

    /** The scale is part of a decimal's identity: 1.0 is not equal to 1.00. */
    private static final class BigDecimals implements Codec<BigDecimal> {
        @Override
        public void write(BigDecimal value, PackedOutput out) {
            out.writeZigzag(value.scale());
            BIG_INTEGER.write(value.unscaledValue(), out);
        }

        @Override
        public BigDecimal read(PackedInput in) {
            int scale = (int) in.readZigzag();
            return new BigDecimal(BIG_INTEGER.read(in), scale);
        }
    }
}
