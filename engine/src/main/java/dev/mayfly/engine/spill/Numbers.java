package dev.mayfly.engine.spill;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Values as numbers, or a clear refusal. */
final class Numbers {
    private Numbers() {}

    /** A value as a whole number. */
    static long integral(@Nullable Object value, String question) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger big) {
            return big.longValueExact();
        }
        if (value instanceof Number) {
            throw new IllegalStateException(
                    question + " needs whole numbers, and " + type(value) + " is none: use sumDouble()");
        }
        throw new IllegalStateException(question + " needs numbers, and " + type(value) + " is none");
    }

    static double floating(@Nullable Object value, String question) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException(question + " needs numbers, and " + type(value) + " is none");
    }

    /** Compares by natural order. */
    @SuppressWarnings("unchecked") // a comparable value says itself what it cannot be compared with
    static int compare(@Nullable Object one, @Nullable Object other, String question) {
        if (one instanceof Comparable<?> comparable && other != null) {
            return ((Comparable<Object>) comparable).compareTo(other);
        }
        throw new IllegalStateException(question + " needs values with a natural order, and "
                + type(one instanceof Comparable<?> ? other : one) + " has none");
    }

    private static String type(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getTypeName();
    }
}
