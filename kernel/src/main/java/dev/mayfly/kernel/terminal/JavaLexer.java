package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.terminal.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts Java source into tokens that cover it without a gap, whatever it is: half a string, an unknown character, a magic
 * line. Never fails, and takes linear time, since it runs at every key typed.
 */
public final class JavaLexer {
    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class continue default do double else enum extends false"
                            + " final finally float for if implements import instanceof int interface long native new null"
                            + " package permits private protected public record return sealed short static strictfp super"
                            + " switch synchronized this throw throws transient true try var void volatile while yield")
                    .split(" "));
    private static final String QUOTES = "\"\"\"";

    private final CharSequence text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private JavaLexer(CharSequence text) {
        this.text = text;
    }

    /** The tokens of a text that stands alone. */
    public static List<Token> lex(CharSequence text) {
        return lex(text, Kind.SPACE);
    }

    /**
     * The tokens of a text that follows another.
     *
     * @param inside {@code COMMENT} or {@code TEXT_BLOCK} where the text before it ended in an open one; anything else
     *     means that it did not
     */
    public static List<Token> lex(CharSequence text, Kind inside) {
        JavaLexer lexer = new JavaLexer(text);
        if (inside == Kind.COMMENT && text.length() > 0) {
            lexer.until("*/", 0, Kind.COMMENT);
        } else if (inside == Kind.TEXT_BLOCK && text.length() > 0) {
            lexer.textBlock(0);
        } else if (inside != Kind.TEXT_BLOCK && inside != Kind.COMMENT) {
            lexer.magic();
        }
        while (lexer.at < text.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        int start = at;
        if (Character.isWhitespace(c)) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            add(Kind.SPACE, start, true);
        } else if (looksAt("//")) {
            while (at < text.length() && text.charAt(at) != '\n') {
                at++;
            }
            add(Kind.COMMENT, start, true);
        } else if (looksAt("/*")) {
            until("*/", 2, Kind.COMMENT);
        } else if (looksAt(QUOTES)) {
            textBlock(3);
        } else if (c == '"' || c == '\'') {
            quoted(c);
        } else if (Character.isDigit(c) || (c == '.' && isDigit(at + 1))) {
            number();
        } else if (Character.isJavaIdentifierStart(c)) {
            name();
        } else if (c == '@' && at + 1 < text.length() && Character.isJavaIdentifierStart(text.charAt(at + 1))) {
            at++;
            skipName();
            add(Kind.ANNOTATION, start, true);
        } else {
            at++;
            add(symbol(c), start, true);
        }
    }

    private static Kind symbol(char c) {
        return switch (c) {
            case '(', '[', '{' -> Kind.OPEN;
            case ')', ']', '}' -> Kind.CLOSE;
            case ';', ',' -> Kind.SEPARATOR;
            default -> Kind.OPERATOR;
        };
    }

    /** A line that starts with {@code %} where a statement could start: only the first one of a text. */
    private void magic() {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start == text.length() || text.charAt(start) != '%') {
            return;
        }
        if (start > 0) {
            at = start;
            add(Kind.SPACE, 0, true);
        }
        at = start;
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        add(Kind.MAGIC, start, true);
    }

    private void until(String end, int skip, Kind kind) {
        int start = at;
        at = Math.min(text.length(), at + skip);
        while (at < text.length() && !looksAt(end)) {
            at++;
        }
        boolean closed = at < text.length();
        at = Math.min(text.length(), at + end.length());
        add(kind, start, closed);
    }

    private void textBlock(int skip) {
        int start = at;
        at += skip;
        while (at < text.length() && !looksAt(QUOTES)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        boolean closed = at < text.length();
        at = Math.min(text.length(), closed ? at + QUOTES.length() : at);
        add(Kind.TEXT_BLOCK, start, closed);
    }

    private void quoted(char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        boolean closed = at < text.length() && text.charAt(at) == quote;
        at = Math.min(text.length(), closed ? at + 1 : at);
        add(Kind.STRING, start, closed);
    }

    private void number() {
        int start = at;
        while (at < text.length() && isNumberPart(text.charAt(at), start)) {
            at++;
        }
        add(Kind.NUMBER, start, true);
    }

    private boolean isNumberPart(char c, int start) {
        if (Character.isLetterOrDigit(c) || c == '_') {
            return true;
        }
        if (c == '.') {
            return at == start || at + 1 >= text.length() || !Character.isJavaIdentifierStart(text.charAt(at + 1));
        }
        if ((c != '+' && c != '-') || at == start) {
            return false;
        }
        char before = Character.toLowerCase(text.charAt(at - 1));
        boolean hexadecimal = start + 1 < text.length() && Character.toLowerCase(text.charAt(start + 1)) == 'x';
        return before == (hexadecimal ? 'p' : 'e');
    }

    private void name() {
        int start = at;
        skipName();
        String name = text.subSequence(start, at).toString();
        boolean member = start > 0 && text.charAt(start - 1) == '.';
        if ((!member && KEYWORDS.contains(name)) || name.equals("class")) {
            add(Kind.KEYWORD, start, true);
        } else {
            add(Character.isUpperCase(name.charAt(0)) ? Kind.TYPE : Kind.NAME, start, true);
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && Character.isDigit(text.charAt(index));
    }

    private void skipName() {
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
    }

    private boolean looksAt(String what) {
        if (at + what.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < what.length(); i++) {
            if (text.charAt(at + i) != what.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void add(Kind kind, int start, boolean closed) {
        tokens.add(new Token(kind, start, at, closed));
    }
}
