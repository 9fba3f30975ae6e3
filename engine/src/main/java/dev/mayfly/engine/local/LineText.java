package dev.mayfly.engine.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/**
 * A line of ASCII characters, or a part of one, as it lies in its block: until the next line is taken. The static methods are
 * those of {@link String}, {@link Integer}, {@link Long} and {@link Double} that functions of the user call of a line, each by
 * its name and with the same arguments, the text first. Each gives what the JDK's gives. Where that fails, {@link Unusual} is
 * thrown: whoever calls it calls the JDK's then.
 */
final class LineText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int DECIMAL = 10;
    /** So many digits always fit. */
    private static final int INT_DIGITS = 9;

    private static final int LONG_DIGITS = 18;

    private final byte[] bytes;
    private final int start;
    private final int end;

    /** @param bytes hold it, and {@value Fields#SLACK} bytes behind it */
    LineText(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** A function asked for what takes a string, or failed. */
    static final class Unusual extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Unusual() {
            super(null, null, false, false);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int count() {
        return end - start;
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** What functions of the user may call: names and descriptors of static methods. */
    static Set<String> calls() {
        return Arrays.stream(LineText.class.getDeclaredMethods())
                .filter(method ->
                        Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers()))
                .map(LineText::call)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String call(Method method) {
        return method.getName() + Type.getMethodDescriptor(method);
    }

    /** Asked by loops: a thread that was interrupted is left to the function itself, whose loops its cell can stop. */
    static void goOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Unusual();
        }
    }

    static int length(LineText text) {
        return text.end - text.start;
    }

    static boolean isEmpty(LineText text) {
        return text.end == text.start;
    }

    static char charAt(LineText text, int index) {
        if (index < 0 || index >= text.end - text.start) {
            throw new Unusual();
        }
        return (char) text.bytes[text.start + index];
    }

    static int indexOf(LineText text, int character) {
        return indexOf(text, character, 0);
    }

    static int indexOf(LineText text, int character, int from) {
        if (character < 0 || character >= 0x80) {
            return -1;
        }
        byte[] in = text.bytes;
        int to = text.end;
        long eights = ONES * character;
        int first = from <= 0 ? text.start : from >= to - text.start ? to : text.start + from;
        for (int at = first; at < to; at += Long.BYTES) {
            long difference = (long) LONGS.get(in, at) ^ eights;
            // The lowest bit is of a byte where it stands; those above it may be of others.
            long hits = (difference - ONES) & ~difference & HIGH_BITS;
            if (hits != 0) {
                int found = at + (Long.numberOfTrailingZeros(hits) >>> 3);
                return found < to ? found - text.start : -1;
            }
        }
        return -1;
    }

    static int indexOf(LineText text, String wanted) {
        return indexOf(text, wanted, 0);
    }

    static int indexOf(LineText text, String wanted, int from) {
        int length = text.end - text.start;
        int distance = wanted.length() - 1;
        int first = Math.min(Math.max(from, 0), length);
        if (distance < 0) {
            return first;
        }
        char head = wanted.charAt(0);
        char last = wanted.charAt(distance);
        if (head >= 0x80 || last >= 0x80) {
            return -1;
        }
        byte[] in = text.bytes;
        long heads = ONES * head;
        long lasts = ONES * last;
        int to = text.end - distance;
        for (int at = text.start + first; at < to; at += Long.BYTES) {
            long difference = ((long) LONGS.get(in, at) ^ heads) | ((long) LONGS.get(in, at + distance) ^ lasts);
            for (long hits = (difference - ONES) & ~difference & HIGH_BITS; hits != 0; hits &= hits - 1) {
                int found = at + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (found < to && stands(in, found, wanted)) {
                    return found - text.start;
                }
            }
        }
        return -1;
    }

    static int lastIndexOf(LineText text, int character) {
        return lastIndexOf(text, character, text.end - text.start - 1);
    }

    static int lastIndexOf(LineText text, int character, int from) {
        byte[] in = text.bytes;
        int least = text.start;
        for (int at = least + Math.min(from, text.end - least - 1); at >= least; at--) {
            if (in[at] == character) {
                return at - least;
            }
        }
        return -1;
    }

    static int lastIndexOf(LineText text, String wanted) {
        for (int at = text.end - wanted.length(); at >= text.start; at--) {
            if (stands(text.bytes, at, wanted)) {
                return at - text.start;
            }
        }
        return -1;
    }

    static boolean contains(LineText text, CharSequence wanted) {
        return indexOf(text, wanted.toString(), 0) >= 0;
    }

    static boolean startsWith(LineText text, String wanted) {
        return startsWith(text, wanted, 0);
    }

    static boolean startsWith(LineText text, String wanted, int from) {
        return from >= 0
                && from <= text.end - text.start - wanted.length()
                && stands(text.bytes, text.start + from, wanted);
    }

    static boolean endsWith(LineText text, String wanted) {
        return startsWith(text, wanted, text.end - text.start - wanted.length());
    }

    static boolean equals(LineText text, Object other) {
        return other instanceof String wanted
                && wanted.length() == text.end - text.start
                && stands(text.bytes, text.start, wanted);
    }

    static boolean equals(String text, LineText other) {
        return equals(other, text);
    }

    private static boolean stands(byte[] in, int at, String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (in[at + i] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static LineText substring(LineText text, int from) {
        return substring(text, from, text.end - text.start);
    }

    static LineText substring(LineText text, int from, int to) {
        if (from < 0 || from > to || to > text.end - text.start) {
            throw new Unusual();
        }
        return new LineText(text.bytes, text.start + from, text.start + to);
    }

    static LineText trim(LineText text) {
        int from = text.start;
        int to = text.end;
        while (from < to && text.bytes[from] <= ' ') {
            from++;
        }
        while (from < to && text.bytes[to - 1] <= ' ') {
            to--;
        }
        return new LineText(text.bytes, from, to);
    }

    static LineText strip(LineText text) {
        int from = text.start;
        int to = text.end;
        while (from < to && Character.isWhitespace(text.bytes[from])) {
            from++;
        }
        while (from < to && Character.isWhitespace(text.bytes[to - 1])) {
            to--;
        }
        return new LineText(text.bytes, from, to);
    }

    static boolean isBlank(LineText text) {
        return isEmpty(strip(text));
    }

    static int parseInt(LineText text) {
        return text.end - text.start > INT_DIGITS ? Integer.parseInt(text.toString()) : (int) number(text);
    }

    static int parseInt(LineText text, int from, int to, int radix) {
        return radix == DECIMAL
                ? parseInt(substring(text, from, to))
                : Integer.parseInt(text.toString(), from, to, radix);
    }

    static long parseLong(LineText text) {
        return text.end - text.start > LONG_DIGITS ? Long.parseLong(text.toString()) : number(text);
    }

    static long parseLong(LineText text, int from, int to, int radix) {
        return radix == DECIMAL
                ? parseLong(substring(text, from, to))
                : Long.parseLong(text.toString(), from, to, radix);
    }

    static double parseDouble(LineText text) {
        return Double.parseDouble(text.toString());
    }

    /** Of a text so short that it fits. */
    private static long number(LineText text) {
        byte[] in = text.bytes;
        int at = text.start;
        int to = text.end;
        boolean negative = at < to && in[at] == '-';
        if (negative || (at < to && in[at] == '+')) {
            at++;
        }
        if (at == to) {
            throw new Unusual();
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = in[at] - '0';
            if (digit < 0 || digit >= DECIMAL) {
                throw new Unusual();
            }
            value = DECIMAL * value + digit;
        }
        return negative ? -value : value;
    }
}
