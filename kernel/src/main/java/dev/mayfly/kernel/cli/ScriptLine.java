package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.terminal.JavaLexer;
import dev.mayfly.kernel.terminal.Token;
import dev.mayfly.kernel.terminal.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A line of a script and its tokens, given what was open before it. */
final class ScriptLine {
    private static final Pattern MAGIC = Pattern.compile("\\s*%{1,2}[A-Za-z].*", Pattern.DOTALL);

    final String text;
    final int number;
    final List<Token> tokens;
    private final Kind before;

    ScriptLine(String text, int number, Kind before) {
        this.text = text;
        this.number = number;
        this.tokens = JavaLexer.lex(text, before);
        this.before = before;
    }

    /** Whether a comment that was open before it ends on this line. */
    boolean closesComment() {
        return !tokens.isEmpty() && tokens.get(0).closed();
    }

    ScriptLine withoutLeadingComment() {
        int end = tokens.get(0).end();
        return new ScriptLine(" ".repeat(end) + text.substring(end), number, Kind.SPACE);
    }

    boolean hasCode() {
        return tokens.stream().anyMatch(token -> !token.kind().isBlank());
    }

    boolean isMagic() {
        return MAGIC.matcher(text).matches();
    }

    /** What is open behind this line: a comment, a text block, or nothing. */
    Kind inside() {
        if (tokens.isEmpty()) {
            return before;
        }
        Token last = tokens.get(tokens.size() - 1);
        return last.closed() || last.kind() == Kind.STRING ? Kind.SPACE : last.kind();
    }

    Optional<Token> firstCode() {
        return tokens.stream().filter(token -> !token.kind().isBlank()).findFirst();
    }
}
