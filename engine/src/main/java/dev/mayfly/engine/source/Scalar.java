package dev.mayfly.engine.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values are written as one piece of text.
 *
 * @param expected what a message says was expected
 * @param primitive whether it has no null
 * @param reader throws any unchecked exception for a text that is no such value
 * @param whole makes a value of a whole number, where values are such; throws where it does not fit
 */
record Scalar(
        String expected,
        boolean primitive,
        Function<String, Object> reader,
        @Nullable LongFunction<Object> whole) implements ColumnType {
    /** A whole number of so many characters fits a {@code long}. */
    static final int SAFE_DIGITS = 18;

    private static final Map<Class<?>, Scalar> KNOWN = Map.ofEntries(
            Map.entry(String.class, boxed("text", text -> text)),
            Map.entry(boolean.class, primitive("true or false", Scalar::truth)),
            Map.entry(Boolean.class, boxed("true or false", Scalar::truth)),
            Map.entry(char.class, primitive("one character", Scalar::character)),
            Map.entry(Character.class, boxed("one character", Scalar::character)),
            Map.entry(byte.class, primitive("a byte", text -> integer(text).byteValueExact())),
            Map.entry(Byte.class, boxed("a byte", text -> integer(text).byteValueExact())),
            Map.entry(short.class, primitive("a short", text -> integer(text).shortValueExact())),
            Map.entry(Short.class, boxed("a short", text -> integer(text).shortValueExact())),
            Map.entry(int.class, new Scalar("an int", true, Scalar::intValue, Math::toIntExact)),
            Map.entry(Integer.class, new Scalar("an int", false, Scalar::intValue, Math::toIntExact)),
            Map.entry(long.class, new Scalar("a long", true, Scalar::longValue, number -> number)),
            Map.entry(Long.class, new Scalar("a long", false, Scalar::longValue, number -> number)),
            Map.entry(float.class, primitive("a float", Scalar::floatValue)),
            Map.entry(Float.class, boxed("a float", Scalar::floatValue)),
            Map.entry(double.class, primitive("a double", Scalar::doubleValue)),
            Map.entry(Double.class, boxed("a double", Scalar::doubleValue)),
            Map.entry(BigDecimal.class, boxed("a decimal number", text -> new BigDecimal(text.strip()))),
            Map.entry(
                    BigInteger.class, boxed("an integer", text -> integer(text).toBigIntegerExact())),
            Map.entry(LocalDate.class, boxed("a date such as 2026-01-31", text -> LocalDate.parse(text.strip()))),
            Map.entry(LocalDateTime.class, boxed("a date and time such as 2026-01-31T23:59:59", Scalar::dateTime)),
            Map.entry(Instant.class, boxed("an instant such as 2026-01-31T23:59:59Z", Scalar::instant)));

    /** The scalar of a class, if it is one. */
    static Optional<Scalar> of(Class<?> type) {
        return type.isEnum() ? Optional.of(enumeration(type)) : Optional.ofNullable(KNOWN.get(type));
    }

    /** Whether it is text itself, for which an empty cell is a value. */
    boolean text() {
        return equals(KNOWN.get(String.class));
    }

    boolean isWhole() {
        return whole != null;
    }

    /** The value of a whole number; asked only where {@link #isWhole}. */
    Object box(long number) {
        return Objects.requireNonNull(whole).apply(number);
    }

    /** Reads a part of a text; whole numbers without a copy of it. */
    Object read(String text, int from, int to) {
        int first = from < to && text.charAt(from) == '-' ? from + 1 : from;
        if (whole == null || first == to || to - from > SAFE_DIGITS) {
            return reader.apply(text.substring(from, to));
        }
        long number = 0;
        for (int i = first; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return reader.apply(text.substring(from, to));
            }
            number = 10 * number + digit;
        }
        return box(first == from ? number : -number);
    }

    private static Scalar primitive(String expected, Function<String, Object> reader) {
        return new Scalar(expected, true, reader, null);
    }

    private static Scalar boxed(String expected, Function<String, Object> reader) {
        return new Scalar(expected, false, reader, null);
    }

    private static Scalar enumeration(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> ((Enum<?>) constant).name(), constant -> constant));
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        return boxed("one of " + names, text -> {
            Object constant = constants.get(text.strip());
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    private static boolean truth(String text) {
        return switch (text.strip()) {
            case "true", "TRUE", "True" -> true;
            case "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static char character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    private static int intValue(String text) {
        return Math.toIntExact(longValue(text));
    }

    private static long longValue(String text) {
        return plainInteger(text) ? Long.parseLong(text) : integer(text).longValueExact();
    }

    private static boolean plainInteger(String text) {
        for (int i = text.startsWith("-") ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal integer(String text) {
        BigDecimal number = new BigDecimal(text.strip());
        if (number.scale() < -20) {
            throw new ArithmeticException("out of range");
        }
        return number;
    }

    private static float floatValue(String text) {
        float value = Float.parseFloat(decimal(text));
        if (Float.isInfinite(value) && !text.contains("Infinity")) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static double doubleValue(String text) {
        double value = Double.parseDouble(decimal(text));
        if (Double.isInfinite(value) && !text.contains("Infinity")) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    /** Java's own reader also takes type suffixes and hexadecimal digits, which no data file means as a number. */
    private static String decimal(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if ("dDfFxX".indexOf(stripped.charAt(i)) >= 0 && !stripped.contains("Infinity")) {
                throw new NumberFormatException(text);
            }
        }
        return stripped;
    }

    private static LocalDateTime dateTime(String text) {
        String stripped = text.strip();
        return LocalDateTime.parse(
                stripped.length() > 10 && stripped.charAt(10) == ' '
                        ? stripped.substring(0, 10) + 'T' + stripped.substring(11)
                        : stripped);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text.strip()).toInstant();
    }
}
