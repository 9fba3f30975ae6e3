package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.kernel.cell.Workspace.Completeness;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void everyStatementOnItsLineIsAPieceThatKnowsItsLine() {
        assertThat(cut("int a = 1;\n\n// then\na + 1\n\n"))
                .containsExactly(new Chunk("int a = 1;", 1), new Chunk("a + 1", 4));
    }

    @Test
    void aPieceRunsUntilItsBracketsAreClosed() {
        assertThat(codes("class A {\n  int f() {\n    return 1;\n  }\n}\nnew A().f()"))
                .containsExactly("class A {\n  int f() {\n    return 1;\n  }\n}", "new A().f()");
        assertThat(asked).isEmpty();
    }

    @Test
    void bracketsInTextBlocksAndCommentsAreText() {
        assertThat(codes("var s = \"\"\"\n  ({[\n  // \"\n  \"\"\";\n/* ({[\n ({[ */\nint b;"))
                .containsExactly("var s = \"\"\"\n  ({[\n  // \"\n  \"\"\";", "int b;");
    }

    @Test
    void aChainOfCallsGoesOnWithALeadingDot() {
        assertThat(codes("mapreduce(logs)\n\n    // only errors\n    .grep(\"50\")\n    .count()\nint b;"))
                .containsExactly("mapreduce(logs)\n\n\n    .grep(\"50\")\n    .count()", "int b;");
    }

    @Test
    void aStatementGoesOnWithItsOtherBranches() {
        assertThat(codes("if (a) {\n}\nelse {\n}\nif (b) c();\nelse d();\ntry {\n}\ncatch (E e) {\n}\nfinally {\n}"))
                .containsExactly(
                        "if (a) {\n}\nelse {\n}", "if (b) c();\nelse d();", "try {\n}\ncatch (E e) {\n}\nfinally {\n}");
    }

    @Test
    void anExpressionGoesOnWithAnOperatorButNotWithAPrefix() {
        assertThat(codes("a\n+ b\n? c\n: d\n++e\n!f")).containsExactly("a\n+ b\n? c\n: d", "++e", "!f");
    }

    @Test
    void whereInDoubtTheParserIsAsked() {
        assertThat(codes("@Deprecated\nvoid f()\n{\n}\nint a")).containsExactly("@Deprecated\nvoid f()\n{\n}", "int a");
        assertThat(asked).containsExactly("@Deprecated", "@Deprecated\nvoid f()");
    }

    @Test
    void aMagicIsAPieceOfItsOwn() {
        assertThat(codes("a\n%maven g:a:v\n%time b\nc")).containsExactly("a", "%maven g:a:v", "%time b", "c");
    }

    @Test
    void aShebangAndAByteOrderMarkAreSkippedAndStillCounted() {
        assertThat(cut("\uFEFF#!/usr/bin/env mayfly run\r\na\r\n")).containsExactly(new Chunk("a", 2));
    }

    @Test
    void aScriptWithoutCodeHasNoPiece() {
        assertThat(cut("")).isEmpty();
        assertThat(cut("\n// nothing\n/* here\n */\n")).isEmpty();
    }

    @Test
    void aCommentThatIsNeverClosedIsRefusedByItsLine() {
        assertThatThrownBy(() -> ScriptReader.of(new StringReader("\n/* a */ /* b\n\nint c;"), this::parse)
                        .next())
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("never closed");
    }

    @Test
    void codeBehindTheEndOfACommentIsCode() {
        assertThat(codes("/* a\n b */ int c;")).containsExactly("      int c;");
        assertThat(codes("int a; /* b\n\n c */\nint d; /* e\n f */ int g;"))
                .containsExactly("int a; /* b\n\n*/", "int d; /* e\n f */ int g;");
    }

    @Test
    void anUnbalancedPieceIsHandedOverAtTheEnd() {
        assertThat(cut("f(\n1")).containsExactly(new Chunk("f(\n1", 1));
        assertThat(codes("a)\nb")).containsExactly("a)", "b");
    }

    @Test
    void aPieceOrALineBeyondTheLimitIsRefusedByItsLine() {
        ScriptReader longPiece = new ScriptReader(lines("\n{\n123456\n123456", 100), this::parse, 10);
        assertThatThrownBy(longPiece::next)
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("longer than 10 characters");
        ScriptReader longLine = new ScriptReader(lines("a\n" + "b".repeat(101), 100), this::parse, 10);
        assertThatThrownBy(longLine::next)
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("longer than 100 characters");
    }

    private static LineSource lines(String text, int limit) {
        return new LineSource(new StringReader(text), limit);
    }

    @Test
    void onlyOneLineOfCodeIsReadAheadOfAnEndlessScript() throws Exception {
        Reader endless = new Reader() {
            private int lines;

            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                if (++lines > 3) {
                    throw new IOException("read too far");
                }
                buffer[offset] = 'y';
                buffer[offset + 1] = '\n';
                return 2;
            }

            @Override
            public void close() {}
        };
        ScriptReader script = ScriptReader.of(endless, this::parse);
        assertThat(script.next()).contains(new Chunk("y", 1));
        assertThat(script.next()).contains(new Chunk("y", 2));
    }

    private List<String> codes(String text) {
        return cut(text).stream().map(Chunk::code).toList();
    }

    private List<Chunk> cut(String text) {
        List<Chunk> chunks = new ArrayList<>();
        ScriptReader reader = ScriptReader.of(new StringReader(text), this::parse);
        try {
            for (Optional<Chunk> next = reader.next(); next.isPresent(); next = reader.next()) {
                chunks.add(next.get());
            }
        } catch (IOException | ScriptException e) {
            throw new AssertionError(e);
        }
        return chunks;
    }

    private Completeness parse(String code) {
        if (code.startsWith("@")) {
            asked.add(code);
            return Completeness.INCOMPLETE;
        }
        return Completeness.COMPLETE;
    }
}
