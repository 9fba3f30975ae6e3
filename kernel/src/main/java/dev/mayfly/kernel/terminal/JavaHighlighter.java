package dev.mayfly.kernel.terminal;

import java.util.List;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours Java as it is typed, and marks the bracket at the cursor with its partner. */
final class JavaHighlighter implements Highlighter {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final AttributedStyle UNCLOSED = PLAIN.foreground(AttributedStyle.RED);

    private boolean typing = true;

    /** While a line is typed its brackets are marked; one that has been sent stays on the screen without marks. */
    void typing(boolean now) {
        typing = now;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        return highlight(text, typing ? reader.getBuffer().cursor() : -1);
    }

    /**
     * Coloured text.
     *
     * @param cursor where brackets are marked; negative for nowhere
     */
    static AttributedString highlight(String text, int cursor) {
        List<Token> tokens = JavaLexer.lex(text);
        List<Integer> pair = cursor < 0 ? List.of() : Brackets.pairAt(text, tokens, cursor);
        AttributedStringBuilder coloured = new AttributedStringBuilder(text.length());
        for (Token token : tokens) {
            coloured.styled(pair.contains(token.start()) ? mark(pair) : style(token), token.in(text));
        }
        return coloured.toAttributedString();
    }

    private static AttributedStyle mark(List<Integer> pair) {
        return pair.size() == 2 ? PLAIN.bold().underline() : UNCLOSED.bold();
    }

    private static AttributedStyle style(Token token) {
        return switch (token.kind()) {
            case KEYWORD -> PLAIN.foreground(AttributedStyle.MAGENTA);
            case TYPE -> PLAIN.foreground(AttributedStyle.CYAN);
            case STRING -> token.closed() ? PLAIN.foreground(AttributedStyle.GREEN) : UNCLOSED;
            case TEXT_BLOCK -> PLAIN.foreground(AttributedStyle.GREEN);
            case NUMBER -> PLAIN.foreground(AttributedStyle.BLUE);
            case ANNOTATION, MAGIC -> PLAIN.foreground(AttributedStyle.YELLOW);
            case COMMENT -> PLAIN.foreground(AttributedStyle.BRIGHT | AttributedStyle.BLACK);
            case NAME, OPEN, CLOSE, SEPARATOR, OPERATOR, SPACE -> PLAIN;
        };
    }
}
