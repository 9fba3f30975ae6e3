package dev.mayfly.kernel.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Tells JLine whether what was typed may run or needs another line, and, for completion, which part of it the candidates
 * would replace.
 */
final class ReplParser implements Parser {
    private final Assistance assistance;

    ReplParser(Assistance assistance) {
        this.assistance = assistance;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        return switch (context) {
            case ACCEPT_LINE -> accept(line, cursor);
            case COMPLETE -> new CodeLine(line, cursor, assistance.complete(line, cursor));
            // Asked for every line at every key: no reason to trouble the compiler.
            case UNSPECIFIED, SPLIT_LINE, SECONDARY_PROMPT -> CodeLine.whole(line, cursor);
        };
    }

    private ParsedLine accept(String line, int cursor) {
        boolean code = ReplCommand.of(line) instanceof ReplCommand.Cell;
        if (code && assistance.isIncomplete(line)) {
            Deque<String> closing = openBrackets(line, cursor);
            throw new EOFError(-1, -1, "more to come", "", closing.size(), closing.peek());
        }
        return CodeLine.whole(line, cursor);
    }

    /** The brackets that close what is open before a place, the innermost first: as many levels the next line is in. */
    static Deque<String> openBrackets(String text, int until) {
        Deque<String> closing = new ArrayDeque<>();
        for (Token token : JavaLexer.lex(text.substring(0, until))) {
            switch (token.kind()) {
                case OPEN -> closing.push(Brackets.closing(text.charAt(token.start())));
                case CLOSE -> closing.poll();
                default -> {}
            }
        }
        return closing;
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }
}
