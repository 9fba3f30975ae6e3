package dev.mayfly.engine;

import dev.mayfly.engine.ParquetColumn.Plain;
import dev.mayfly.engine.ParquetColumn.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** The JDK's plain types in a Parquet file. */
final class ParquetScalars {
    private static final int DIGITS = 38;
    /** That of the decimal numbers of most engines that read the file. */
    private static final int SCALE = 18;
    /** Bytes that hold any number of so many digits. */
    private static final int DECIMAL_BYTES = 16;

    private static final Map<Class<?>, Plain> KNOWN = Stream.of(
                    text(String.class),
                    text(Character.class),
                    text(UUID.class),
                    text(Duration.class),
                    plain(Boolean.class, PrimitiveTypeName.BOOLEAN, null, (v, out) -> out.addBoolean((Boolean) v)),
                    whole(Byte.class, 8),
                    whole(Short.class, 16),
                    plain(Integer.class, PrimitiveTypeName.INT32, null, (v, out) -> out.addInteger((Integer) v)),
                    plain(Long.class, PrimitiveTypeName.INT64, null, (v, out) -> out.addLong((Long) v)),
                    plain(Float.class, PrimitiveTypeName.FLOAT, null, (v, out) -> out.addFloat((Float) v)),
                    plain(Double.class, PrimitiveTypeName.DOUBLE, null, (v, out) -> out.addDouble((Double) v)),
                    decimal(BigDecimal.class, SCALE, value -> (BigDecimal) value),
                    decimal(BigInteger.class, 0, value -> new BigDecimal((BigInteger) value)),
                    plain(
                            byte[].class,
                            PrimitiveTypeName.BINARY,
                            null,
                            (v, out) -> out.addBinary(Binary.fromReusedByteArray((byte[]) v))),
                    plain(
                            LocalDate.class,
                            PrimitiveTypeName.INT32,
                            LogicalTypeAnnotation.dateType(),
                            (v, out) -> out.addInteger(Math.toIntExact(((LocalDate) v).toEpochDay()))),
                    plain(
                            LocalTime.class,
                            PrimitiveTypeName.INT64,
                            LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS),
                            (v, out) -> out.addLong(((LocalTime) v).toNanoOfDay() / 1000)),
                    plain(
                            LocalDateTime.class,
                            PrimitiveTypeName.INT64,
                            LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS),
                            (v, out) -> out.addLong(micros(((LocalDateTime) v).toInstant(ZoneOffset.UTC)))),
                    plain(
                            Instant.class,
                            PrimitiveTypeName.INT64,
                            LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS),
                            (v, out) -> out.addLong(micros((Instant) v))))
            .collect(Collectors.toUnmodifiableMap(Plain::of, scalar -> scalar));

    private ParquetScalars() {}

    /** The column of a class, boxed, if it is a plain type. */
    static Optional<ParquetColumn> of(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            Class<?> constants = type.isEnum() ? type : type.getSuperclass();
            return Optional.of(plain(
                    constants,
                    PrimitiveTypeName.BINARY,
                    LogicalTypeAnnotation.enumType(),
                    (v, out) -> out.addBinary(Binary.fromString(((Enum<?>) v).name()))));
        }
        return Optional.ofNullable(KNOWN.get(type));
    }

    private static Plain plain(
            Class<?> of, PrimitiveTypeName stored, @Nullable LogicalTypeAnnotation meaning, Writer writer) {
        return new Plain(of, stored, meaning, 0, writer);
    }

    private static Plain text(Class<?> of) {
        return plain(
                of,
                PrimitiveTypeName.BINARY,
                LogicalTypeAnnotation.stringType(),
                (v, out) -> out.addBinary(Binary.fromString(v.toString())));
    }

    private static Plain whole(Class<?> of, int bits) {
        return plain(
                of,
                PrimitiveTypeName.INT32,
                LogicalTypeAnnotation.intType(bits, true),
                (v, out) -> out.addInteger(((Number) v).intValue()));
    }

    private static Plain decimal(Class<?> of, int scale, Function<Object, BigDecimal> number) {
        return new Plain(
                of,
                PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY,
                LogicalTypeAnnotation.decimalType(scale, DIGITS),
                DECIMAL_BYTES,
                (v, out) -> out.addBinary(Binary.fromConstantByteArray(unscaled(number.apply(v), scale))));
    }

    private static byte[] unscaled(BigDecimal number, int scale) {
        BigDecimal scaled = number.stripTrailingZeros();
        if (scaled.scale() > scale || scaled.precision() - scaled.scale() > DIGITS - scale) {
            throw new IllegalArgumentException(number + " does not fit a decimal number of " + (DIGITS - scale)
                    + " digits and " + scale + " behind the point: map it to text");
        }
        byte[] bytes = scaled.setScale(scale).unscaledValue().toByteArray();
        byte[] padded = new byte[DECIMAL_BYTES];
        Arrays.fill(padded, (byte) (bytes[0] < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, padded, DECIMAL_BYTES - bytes.length, bytes.length);
        return padded;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }
}
