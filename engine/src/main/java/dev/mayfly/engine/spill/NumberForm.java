package dev.mayfly.engine.spill;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one class as longs of the same order: whole numbers as they are, doubles by their bits. Safe for use by
 * many threads.
 *
 * @param <V> {@code Long}, {@code Integer}, {@code Short}, {@code Byte} or {@code Double}
 */
public final class NumberForm<V> {
    /** What the numbers of one byte stand for. */
    private static final long[] ZIGZAG = LongStream.range(0, 128)
            .map(packed -> (packed >>> 1) ^ -(packed & 1))
            .toArray();

    private final Class<?> type;
    /** Null for doubles. */
    private final NumberCodecs.@Nullable Integral<V> whole;

    private NumberForm(Class<?> type, NumberCodecs.@Nullable Integral<V> whole) {
        this.type = type;
        this.whole = whole;
    }

    /** The form of the numbers that a codec writes without a tag; null if it writes others, or has not written yet. */
    @SuppressWarnings("unchecked") // the codec writes a V's class
    public static <V> @Nullable NumberForm<V> of(Codec<V> codec) {
        if (!(codec instanceof AdaptiveCodec<V> adaptive)) {
            return null;
        }
        Codec<Object> bare = adaptive.bareCodec();
        Class<?> type = adaptive.bareClass();
        if (bare == null || type == null) {
            return null;
        }
        if (bare instanceof NumberCodecs.Integral<?> integral && integral.isNumber()) {
            return new NumberForm<>(type, (NumberCodecs.Integral<V>) integral);
        }
        return NumberCodecs.isDouble(bare) ? new NumberForm<>(type, null) : null;
    }

    /** Whether a value has this form. */
    public boolean fits(Object value) {
        return value.getClass() == type;
    }

    /** Whether the numbers are whole: then their long is their value. */
    public boolean isWhole() {
        return whole != null;
    }

    /** The long of a value that {@link #fits}. */
    public long toLong(V value) {
        Number number = (Number) value;
        return whole != null ? number.longValue() : sortable(Double.doubleToLongBits(number.doubleValue()));
    }

    /** The value that a long stands for. */
    @SuppressWarnings("unchecked") // V is Double where it is not whole
    public V toValue(long number) {
        return whole != null ? whole.box().apply(number) : (V) (Double) Double.longBitsToDouble(sortable(number));
    }

    /** Appends a number as the codec does. */
    public void write(long number, PackedOutput out) {
        if (whole != null) {
            out.writeZigzag(number);
        } else {
            out.writeFixed64(sortable(number));
        }
    }

    /** The eight bytes that {@link #write} appends for a number that is not whole. */
    public long packed(long number) {
        return sortable(number);
    }

    /** Reads a number that the codec has written without a tag. */
    public long read(PackedInput in) {
        return whole != null ? in.readZigzag() : sortable(in.readFixed64());
    }

    /** Whether the value that comes next is of another class. */
    public boolean isOther(PackedInput in) {
        return whole != null
                ? NumberCodecs.isEscape(in.array(), in.position(), in.remaining())
                : in.peekFixed64() == NumberCodecs.DOUBLE_ESCAPE;
    }

    /**
     * Reads numbers until the end of the input, the end of the array, or a value of another class.
     *
     * @return behind the last number read
     */
    public int read(PackedInput in, long[] to, int from) {
        return whole != null ? readWhole(in, to, from) : readDoubles(in, to, from);
    }

    private static int readWhole(PackedInput in, long[] to, int from) {
        byte[] bytes = in.array();
        int at = in.position();
        int end = at + in.remaining();
        int next = from;
        while (at < end && next < to.length) {
            byte first = bytes[at];
            if (first >= 0) {
                at++;
                to[next++] = ZIGZAG[first];
            } else if (NumberCodecs.isEscape(bytes, at, end - at)) {
                break;
            } else {
                in.moveTo(at);
                to[next++] = in.readZigzag();
                at = in.position();
            }
        }
        in.moveTo(at);
        return next;
    }

    private static int readDoubles(PackedInput in, long[] to, int from) {
        int next = from;
        while (in.remaining() > 0 && next < to.length && in.peekFixed64() != NumberCodecs.DOUBLE_ESCAPE) {
            to[next++] = sortable(in.readFixed64());
        }
        return next;
    }

    /** Turns the bits of a double to a long of the same order, and back: as {@link Double#compare} has it. */
    private static long sortable(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
}
