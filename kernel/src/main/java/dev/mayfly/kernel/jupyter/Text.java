package dev.mayfly.kernel.jupyter;

/** Code points and UTF-16 units: Jupyter counts the former since protocol 5.2, Java the latter. */
final class Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** The UTF-16 offset of a code point, held within the text. */
    static int utf16(String text, int codePoint) {
        int within = Math.max(0, Math.min(codePoint, text.codePointCount(0, text.length())));
        return text.offsetByCodePoints(0, within);
    }

    /** The code point that a UTF-16 offset stands at, held within the text. */
    static int codePoint(String text, int utf16) {
        return text.codePointCount(0, Math.max(0, Math.min(utf16, text.length())));
    }

    /** Whether more text must come before the last character is whole. */
    static boolean endsInHalfPair(CharSequence text) {
        return text.length() > 0 && Character.isHighSurrogate(text.charAt(text.length() - 1));
    }

    /** The text with every lone surrogate replaced by U+FFFD. */
    static String withoutHalfPairs(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            whole.appendCodePoint(half ? REPLACEMENT : c);
        });
        return whole.toString();
    }
}
