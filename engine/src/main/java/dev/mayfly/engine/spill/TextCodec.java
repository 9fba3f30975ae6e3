package dev.mayfly.engine.spill;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strings: a header of length and form, then one byte a character where all are Latin-1, UTF-8 where it is exact, and
 * raw UTF-16 for strings with unpaired surrogates, which UTF-8 cannot say. A string has one form only.
 */
final class TextCodec implements EscapableCodec<String> {
    static final TextCodec INSTANCE = new TextCodec();

    private static final int LATIN = 0;
    private static final int UTF_8 = 1;
    private static final int UTF_16 = 2;
    private static final int ESCAPE = 3;
    /** The length of the longest text whose header is one byte. */
    private static final int SHORT = 31;

    private TextCodec() {}

    @Override
    public void write(String value, PackedOutput out) {
        int length = value.length();
        int start = out.length();
        out.writeVarint(((long) length << 2) | LATIN);
        out.ensure(length);
        if (Latin1.isSure(value)) {
            Latin1.copy(value, out.array(), out.length());
        } else if (!copyLatin(value, out.array(), out.length())) {
            out.truncate(start);
            writeWide(value, out);
            return;
        }
        out.advance(length);
    }

    @Override
    public byte @Nullable [] shortText(String value) {
        return value.length() <= SHORT ? Latin1.bytes(value) : null;
    }

    @Override
    public boolean isOfTexts() {
        return true;
    }

    /** The header of a short text. */
    static int shortHead(int length) {
        return (length << 2) | LATIN;
    }

    static void writeLatin(byte[] characters, int offset, int count, PackedOutput out) {
        out.writeVarint(((long) count << 2) | LATIN);
        out.writeBytes(characters, offset, count);
    }

    private static boolean copyLatin(String value, byte[] to, int offset) {
        int at = offset;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff) {
                return false;
            }
            to[at++] = (byte) c;
        }
        return true;
    }

    private static void writeWide(String value, PackedOutput out) {
        boolean exact = value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        byte[] encoded = exact ? value.getBytes(StandardCharsets.UTF_8) : utf16(value);
        out.writeVarint(((long) encoded.length << 2) | (exact ? UTF_8 : UTF_16));
        out.writeBytes(encoded, 0, encoded.length);
    }

    /** By hand, since a charset encoder replaces what is not well formed. */
    private static byte[] utf16(String value) {
        byte[] encoded = new byte[2 * value.length()];
        for (int i = 0; i < value.length(); i++) {
            encoded[2 * i] = (byte) (value.charAt(i) >> 8);
            encoded[2 * i + 1] = (byte) value.charAt(i);
        }
        return encoded;
    }

    @Override
    public String read(PackedInput in) {
        long header = in.readVarint();
        int length = Math.toIntExact(header >>> 2);
        int start = in.position();
        in.skip(length);
        return switch ((int) (header & 3)) {
            case LATIN -> new String(in.array(), start, length, StandardCharsets.ISO_8859_1);
            case UTF_8 -> new String(in.array(), start, length, StandardCharsets.UTF_8);
            case UTF_16 -> fromUtf16(in.array(), start, length);
            default -> throw new SpillException("packed data is damaged: no text at byte " + start);
        };
    }

    @Override
    public void skip(PackedInput in) {
        in.skip(Math.toIntExact(in.readVarint() >>> 2));
    }

    private static String fromUtf16(byte[] from, int start, int length) {
        char[] chars = new char[length / 2];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((from[start + 2 * i] << 8) | (from[start + 2 * i + 1] & 0xff));
        }
        return new String(chars);
    }

    @Override
    public void writeEscape(PackedOutput out) {
        out.writeByte(ESCAPE);
    }

    @Override
    public boolean readEscape(PackedInput in) {
        if (in.remaining() > 0 && in.array()[in.position()] == ESCAPE) {
            in.skip(1);
            return true;
        }
        return false;
    }

    @Override
    public boolean isEscape(byte[] from, int offset, int length) {
        return from[offset] == ESCAPE;
    }
}
