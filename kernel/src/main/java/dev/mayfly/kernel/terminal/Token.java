package dev.mayfly.kernel.terminal;

/**
 * A piece of Java source as a person types it, finished or not.
 *
 * @param start first UTF-16 unit
 * @param end behind the last one
 * @param closed false for a string, text block or comment that the text ends in
 */
public record Token(Kind kind, int start, int end, boolean closed) {

    /** What a token is, as far as brackets and colours care. */
    public enum Kind {
        SPACE,
        COMMENT,
        MAGIC,
        KEYWORD,
        TYPE,
        NAME,
        ANNOTATION,
        STRING,
        TEXT_BLOCK,
        NUMBER,
        OPEN,
        CLOSE,
        SEPARATOR,
        OPERATOR;

        /** Whether a compiler would skip it. */
        public boolean isBlank() {
            return this == SPACE || this == COMMENT;
        }
    }

    /** The token's own text. */
    public String in(CharSequence text) {
        return text.subSequence(start, end).toString();
    }
}
