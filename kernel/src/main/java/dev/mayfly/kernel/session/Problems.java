package dev.mayfly.kernel.session;

import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.Diag;

/** Places what the compiler says of a snippet in its cell. */
final class Problems {
    private Problems() {}

    /** @param offset where the text that the compiler got starts in the cell */
    static Problem of(Diag diagnostic, String code, int offset) {
        long at = diagnostic.getPosition() == Diag.NOPOS ? diagnostic.getStartPosition() : diagnostic.getPosition();
        int position = within(code, offset, at);
        int end = Math.max(position + 1, within(code, offset, diagnostic.getEndPosition()));
        int first = offset;
        while (first < position && Character.isWhitespace(code.charAt(first))) {
            first++;
        }
        int start = Text.lineStart(code, position);
        String line = code.substring(start, Text.lineEnd(code, position));
        int caret = Math.min(position - start, line.length());
        int length = Math.max(1, Math.min(end - position, line.length() - caret));
        Problem.Position inCell = new Problem.Position(Text.line(code, position), caret + 1);
        int firstLine = Text.line(code, first);
        int column = inCell.line() == firstLine ? position - first + 1 : caret + 1;
        Problem.Position inSnippet = new Problem.Position(inCell.line() - firstLine + 1, column);
        return new Problem(message(diagnostic), inSnippet, inCell, line, caret, length);
    }

    private static int within(String code, int offset, long position) {
        return (int) Math.max(0, Math.min(code.length(), offset + Math.max(0, position)));
    }

    /** The message without the line that names the class which wraps the snippet. */
    private static String message(Diag diagnostic) {
        return diagnostic
                .getMessage(Locale.getDefault())
                .lines()
                .filter(line -> !line.strip().matches("location: class\\s*"))
                .collect(Collectors.joining("\n"));
    }
}
