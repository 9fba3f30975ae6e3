package dev.mayfly.engine.source;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A line of an input as the bytes that it came as, without its end: nothing is decoded until it is asked for. One object
 * stands for every line that a thread reads: it is another line as soon as the function that was given it returns, so
 * take texts and numbers out of it, and keep no reference. Used by one thread.
 *
 * <p>Positions are counted in bytes from 0. What is searched for must be of ASCII characters, whose bytes are never part
 * of another character in UTF-8.
 */
public final class Line {
    private byte[] bytes = new byte[0];
    private int start;
    private int end;

    /** A view of nothing, until a block sets it. */
    public Line() {}

    /** A view of a text. */
    public static Line of(String text) {
        Line line = new Line();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        line.set(bytes, 0, bytes.length);
        return line;
    }

    void set(byte[] in, int from, int to) {
        bytes = in;
        start = from;
        end = to;
    }

    /** Its length in bytes. */
    public int length() {
        return end - start;
    }

    /**
     * One byte.
     *
     * @throws IndexOutOfBoundsException if there is none at this position
     */
    public byte byteAt(int position) {
        if (position < 0 || position >= end - start) {
            throw new IndexOutOfBoundsException(
                    String.format(Locale.ROOT, "position %,d of a line of %,d bytes", position, length()));
        }
        return bytes[start + position];
    }

    /** The first position of a character; -1 where it is not. */
    public int indexOf(char character) {
        return indexOf(character, 0);
    }

    /** The first position of a character, from a position on; -1 where it is not. */
    public int indexOf(char character, int from) {
        byte wanted = ascii(character);
        for (int i = start + Math.max(0, from); i < end; i++) {
            if (bytes[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** The last position of a character; -1 where it is not. */
    public int lastIndexOf(char character) {
        byte wanted = ascii(character);
        for (int i = end - 1; i >= start; i--) {
            if (bytes[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** The first position of a text; -1 where it is not. */
    public int indexOf(String text) {
        return indexOf(text, 0);
    }

    /** The first position of a text, from a position on; -1 where it is not. */
    public int indexOf(String text, int from) {
        if (text.isEmpty()) {
            return from <= length() ? Math.max(0, from) : -1;
        }
        for (int at = indexOf(text.charAt(0), from); at >= 0; at = indexOf(text.charAt(0), at + 1)) {
            if (startsWith(text, at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a text is in it. */
    public boolean contains(String text) {
        return indexOf(text, 0) >= 0;
    }

    /** Whether it begins with a text. */
    public boolean startsWith(String text) {
        return startsWith(text, 0);
    }

    /** Whether a text stands at a position. */
    public boolean startsWith(String text, int position) {
        if (position < 0 || text.length() > length() - position) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + position + i] != ascii(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static byte ascii(char character) {
        if (character > 127) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a Line is searched for ASCII characters alone, and U+%04X is none: search its text()",
                    (int) character));
        }
        return (byte) character;
    }

    /** The whole line; bytes that are no UTF-8 become U+FFFD. */
    public String text() {
        return text(0, length());
    }

    /** What lies between two positions, from the first to before the second. */
    public String text(int from, int to) {
        requireWithin(from, to);
        int offset = start + from;
        int count = to - from;
        // Few texts are other than ASCII, and those are decoded by one copy.
        for (int i = offset; i < offset + count; i++) {
            if (bytes[i] < 0) {
                return new String(bytes, offset, count, StandardCharsets.UTF_8);
            }
        }
        return new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
    }

    /**
     * The field of a number, counted from 0, between separators.
     *
     * @throws IndexOutOfBoundsException if the line has fewer fields
     */
    public String field(char separator, int index) {
        int from = fieldStart(separator, index);
        return text(from, fieldEnd(separator, from));
    }

    /**
     * The field of a number as a decimal whole number.
     *
     * @throws IndexOutOfBoundsException if the line has fewer fields
     * @throws NumberFormatException if the field is none
     */
    public long number(char separator, int index) {
        int from = fieldStart(separator, index);
        return number(from, fieldEnd(separator, from));
    }

    private int fieldStart(char separator, int index) {
        int from = 0;
        for (int i = 0; i < index; i++) {
            int next = indexOf(separator, from);
            if (next < 0) {
                throw new IndexOutOfBoundsException(
                        "field " + index + " of a line of " + (i + 1) + ", which are counted from 0");
            }
            from = next + 1;
        }
        return from;
    }

    private int fieldEnd(char separator, int from) {
        int next = indexOf(separator, from);
        return next < 0 ? length() : next;
    }

    /**
     * What lies between two positions as a decimal whole number, with a sign or without.
     *
     * @throws NumberFormatException if it is none, or does not fit a long
     */
    public long number(int from, int to) {
        requireWithin(from, to);
        int at = start + from;
        int last = start + to;
        boolean signed = at < last && (bytes[at] == '-' || bytes[at] == '+');
        // Eighteen digits always fit.
        if (last - at - (signed ? 1 : 0) > 18) {
            return Long.parseLong(text(from, to));
        }
        boolean negative = signed && bytes[at] == '-';
        at += signed ? 1 : 0;
        long value = 0;
        if (at == last) {
            throw new NumberFormatException("For input string: \"" + text(from, to) + "\"");
        }
        while (at < last) {
            int digit = bytes[at++] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException("For input string: \"" + text(from, to) + "\"");
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    private void requireWithin(int from, int to) {
        if (from < 0 || to < from || to > end - start) {
            throw new IndexOutOfBoundsException(
                    String.format(Locale.ROOT, "%,d to %,d of a line of %,d bytes", from, to, length()));
        }
    }

    /** The whole line. */
    @Override
    public String toString() {
        return text();
    }
}
