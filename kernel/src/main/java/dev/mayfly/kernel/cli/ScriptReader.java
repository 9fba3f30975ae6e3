package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace.Completeness;
import dev.mayfly.kernel.terminal.Token;
import dev.mayfly.kernel.terminal.Token.Kind;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into pieces that run one after the other, reading no further than one line of code ahead: a script may be
 * larger than memory, or still be written while its first lines run.
 *
 * <p>A line ends a piece where brackets, text blocks and comments are closed and the next line of code does not go on:
 * it goes on where it starts with {@code else}, {@code catch} or {@code finally}, or, after a line without semicolon,
 * with an operator, so that a chain of calls may be written as style guides have it. Only where that leaves doubt, the
 * compiler's parser is asked; asking it at every line would take quadratic time in long classes.
 */
final class ScriptReader {
    private static final int LIMIT = 4 << 20;
    /** The compiler keeps every snippet, some 20 KB and as many milliseconds each: more would be data and no script. */
    static final int MOST_PIECES = 10_000;

    private static final Set<String> CONTINUATIONS = Set.of("else", "catch", "finally");

    private final LineSource lines;
    private final Function<String, Completeness> parser;
    private final int limit;
    private int pieces;
    private @Nullable ScriptLine ahead;
    private final StringBuilder between = new StringBuilder();
    private boolean commentClosed;

    ScriptReader(LineSource lines, Function<String, Completeness> parser) {
        this(lines, parser, LIMIT);
    }

    ScriptReader(LineSource lines, Function<String, Completeness> parser, int limit) {
        this.lines = lines;
        this.parser = parser;
        this.limit = limit;
    }

    static ScriptReader of(Reader reader, Function<String, Completeness> parser) {
        return new ScriptReader(new LineSource(reader, LIMIT), parser);
    }

    /**
     * Looks ahead, without a compiler, whether a script is too long.
     *
     * @return the line where it is; nothing where it is not, or only the compiler could tell
     */
    static Optional<ScriptException> tooLong(Reader reader) throws IOException {
        // Where in doubt a piece goes on: there are at least as many as are counted.
        ScriptReader script = of(reader, code -> Completeness.INCOMPLETE);
        try {
            while (script.next().isPresent()) {
                // Counted by the reader.
            }
            return Optional.empty();
        } catch (ScriptException e) {
            return script.pieces > MOST_PIECES ? Optional.of(e) : Optional.empty();
        }
    }

    /** The next piece; empty at the end. */
    Optional<Chunk> next() throws IOException, ScriptException {
        ScriptLine first = ahead == null ? advance(Kind.SPACE) : ahead;
        between.setLength(0);
        if (first == null) {
            return Optional.empty();
        }
        if (++pieces > MOST_PIECES) {
            throw new ScriptException(
                    first.number,
                    "a script has " + MOST_PIECES + " snippets at most, and here is one more: put data into a file, and"
                            + " read it with files(...)");
        }
        if (first.isMagic()) {
            ahead = advance(Kind.SPACE);
            return Optional.of(new Chunk(first.text, first.number));
        }
        Piece piece = new Piece(first);
        while (true) {
            ahead = advance(piece.inside());
            if (commentClosed) {
                piece.closeComment(between);
                commentClosed = false;
                between.setLength(0);
            }
            if (ahead == null || piece.endsBefore(ahead)) {
                return Optional.of(piece.chunk());
            }
            piece.add(between, ahead);
            between.setLength(0);
        }
    }

    /**
     * The next line with code on it. The blank ones before it are kept as line breaks, and so are comments, but for the
     * end of one that the piece itself has left open.
     */
    private @Nullable ScriptLine advance(Kind inside) throws IOException, ScriptException {
        boolean ofPiece = inside == Kind.COMMENT;
        Kind open = inside;
        int opened = lines.number();
        while (true) {
            String text = lines.next();
            if (text == null && open == Kind.COMMENT) {
                throw new ScriptException(opened, "the comment that starts here is never closed");
            }
            if (text == null) {
                return null;
            }
            ScriptLine line = new ScriptLine(text, lines.number(), open);
            if (line.hasCode() || open == Kind.TEXT_BLOCK) {
                return open == Kind.COMMENT && !ofPiece ? line.withoutLeadingComment() : line;
            }
            between.append('\n');
            if (ofPiece && line.closesComment()) {
                between.append("*/");
                commentClosed = true;
                ofPiece = false;
            }
            if (line.inside() == Kind.COMMENT && (open != Kind.COMMENT || line.closesComment())) {
                opened = lines.number();
            }
            open = line.inside();
        }
    }

    /** What was read of the piece so far. */
    private final class Piece {
        private final StringBuilder code;
        private final int start;
        private final String firstWord;
        private int depth;
        private Kind inside = Kind.SPACE;
        private String lastWord = "";

        Piece(ScriptLine first) {
            code = new StringBuilder(first.text);
            start = first.number;
            firstWord = first.firstCode().map(token -> token.in(first.text)).orElse("");
            count(first);
        }

        Kind inside() {
            return inside;
        }

        void add(CharSequence blanks, ScriptLine line) throws ScriptException {
            code.append(blanks).append('\n').append(line.text);
            if (code.length() > limit) {
                throw new ScriptException(
                        start,
                        "the snippet is longer than " + limit + " characters: is a bracket or a comment left open?");
            }
            count(line);
        }

        private void count(ScriptLine line) {
            for (Token token : line.tokens) {
                if (token.kind() == Kind.OPEN) {
                    depth++;
                } else if (token.kind() == Kind.CLOSE) {
                    depth--;
                }
                if (!token.kind().isBlank()) {
                    lastWord = token.in(line.text);
                }
            }
            inside = line.inside();
        }

        boolean endsBefore(ScriptLine next) {
            if (depth > 0 || inside != Kind.SPACE) {
                return false;
            }
            if (next.isMagic()) {
                return true;
            }
            Token token = next.firstCode().orElseThrow();
            if (CONTINUATIONS.contains(token.in(next.text))) {
                return false;
            }
            boolean ends = lastWord.equals(";") || lastWord.equals("}");
            if (firstWord.equals("do") || !ends) {
                return !goesOn(token, next.text) && parser.apply(code.toString()) != Completeness.INCOMPLETE;
            }
            return lastWord.equals(";") || !next.text.startsWith(".", token.start());
        }

        private boolean goesOn(Token token, String text) {
            String word = token.in(text);
            return !lastWord.equals(";")
                    && ((token.kind() == Kind.OPERATOR && !isPrefix(text, token.start()))
                            || token.kind() == Kind.CLOSE
                            || word.equals("instanceof"));
        }

        /** {@code ++x}, {@code --x}, {@code !x} and {@code ~x} start a statement; no line goes on with them. */
        private boolean isPrefix(String text, int at) {
            return text.startsWith("++", at)
                    || text.startsWith("--", at)
                    || text.startsWith("~", at)
                    || (text.startsWith("!", at) && !text.startsWith("!=", at))
                    || text.startsWith("@", at);
        }

        void closeComment(CharSequence end) {
            code.append(end);
            inside = Kind.SPACE;
        }

        Chunk chunk() {
            return new Chunk(code.toString(), start);
        }
    }
}
