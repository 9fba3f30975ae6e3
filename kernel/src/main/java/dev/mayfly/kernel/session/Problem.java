package dev.mayfly.kernel.session;

/**
 * One complaint of the compiler.
 *
 * @param message in the compiler's words, one line or more
 * @param inSnippet where, counted from the snippet's first line
 * @param inCell where, counted from the cell's first line
 * @param line the text of that line
 * @param caret how many characters of the line stand before the place
 * @param length how many characters of the line are meant, at least one
 */
public record Problem(String message, Position inSnippet, Position inCell, String line, int caret, int length) {
    /**
     * A place in text.
     *
     * @param line from 1
     * @param column from 1, in UTF-16 units
     */
    public record Position(int line, int column) {}
}
