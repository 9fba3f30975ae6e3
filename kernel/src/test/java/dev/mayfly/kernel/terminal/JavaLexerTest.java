package dev.mayfly.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.terminal.Token.Kind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class JavaLexerTest {
    @Property
    void tokensCoverAnyTextWithoutGapOrOverlap(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({
                        '"', '\'', '\\', '/', '*', '\n', ' ', 'a', 'Z', '1', '.', 'x', 'e', '-', '%', '@', '{', ')',
                        ';', '\u00e9'
                    })
                    String text) {
        int at = 0;
        for (Token token : JavaLexer.lex(text)) {
            assertThat(token.start()).isEqualTo(at);
            assertThat(token.end()).isGreaterThan(at);
            at = token.end();
        }
        assertThat(at).isEqualTo(text.length());
    }

    @Test
    void aLineOfJavaIsCutIntoItsParts() {
        assertThat(kinds("var n = Long.parseLong(f[3], 0x1F_L); // count"))
                .containsExactly(
                        Kind.KEYWORD,
                        Kind.NAME,
                        Kind.OPERATOR,
                        Kind.TYPE,
                        Kind.OPERATOR,
                        Kind.NAME,
                        Kind.OPEN,
                        Kind.NAME,
                        Kind.OPEN,
                        Kind.NUMBER,
                        Kind.CLOSE,
                        Kind.SEPARATOR,
                        Kind.NUMBER,
                        Kind.CLOSE,
                        Kind.SEPARATOR,
                        Kind.COMMENT);
    }

    @Test
    void bracketsInStringsCharactersAndCommentsAreNotBrackets() {
        assertThat(kinds("\"({[\" + '(' /* { */ // ["))
                .containsExactly(Kind.STRING, Kind.OPERATOR, Kind.STRING, Kind.COMMENT, Kind.COMMENT);
    }

    @Test
    void anEscapedQuoteDoesNotCloseAString() {
        assertThat(JavaLexer.lex("\"a\\\"b\"")).containsExactly(new Token(Kind.STRING, 0, 6, true));
        assertThat(JavaLexer.lex("\"a\\")).containsExactly(new Token(Kind.STRING, 0, 3, false));
    }

    @Test
    void anOpenStringEndsAtItsLine() {
        assertThat(kinds("\"abc\nfoo")).containsExactly(Kind.STRING, Kind.NAME);
    }

    @Test
    void anOpenTextBlockOrCommentRunsToTheEndAndSaysSo() {
        assertThat(last("x = \"\"\"\n (").closed()).isFalse();
        assertThat(last("x = \"\"\"\n (").kind()).isEqualTo(Kind.TEXT_BLOCK);
        assertThat(last("/* (").closed()).isFalse();
        assertThat(last("/* (").kind()).isEqualTo(Kind.COMMENT);
    }

    @Test
    void aTextThatFollowsAnOpenOneStartsInsideIt() {
        assertThat(kinds("( */ (", Kind.COMMENT)).containsExactly(Kind.COMMENT, Kind.OPEN);
        assertThat(kinds("( \"\"\" (", Kind.TEXT_BLOCK)).containsExactly(Kind.TEXT_BLOCK, Kind.OPEN);
    }

    @Test
    void numbersKeepTheirExponentAndLetGoOfMembers() {
        assertThat(JavaLexer.lex("1e-9")).containsExactly(new Token(Kind.NUMBER, 0, 4, true));
        assertThat(JavaLexer.lex("0x1p-3")).containsExactly(new Token(Kind.NUMBER, 0, 6, true));
        assertThat(kinds("1-2")).containsExactly(Kind.NUMBER, Kind.OPERATOR, Kind.NUMBER);
        assertThat(kinds("0xe-2")).containsExactly(Kind.NUMBER, Kind.OPERATOR, Kind.NUMBER);
        assertThat(kinds("1.x")).containsExactly(Kind.NUMBER, Kind.OPERATOR, Kind.NAME);
        assertThat(kinds("a.5")).containsExactly(Kind.NAME, Kind.NUMBER);
    }

    @Test
    void aLeadingPercentIsAMagicAndAnyOtherIsAnOperator() {
        assertThat(kinds("%maven a:b:1\nint x")).containsExactly(Kind.MAGIC, Kind.KEYWORD, Kind.NAME);
        assertThat(kinds("a\n% b")).containsExactly(Kind.NAME, Kind.OPERATOR, Kind.NAME);
    }

    @Test
    void aKeywordAfterADotIsAName() {
        assertThat(kinds("job.record")).containsExactly(Kind.NAME, Kind.OPERATOR, Kind.NAME);
        assertThat(kinds("Hit.class")).containsExactly(Kind.TYPE, Kind.OPERATOR, Kind.KEYWORD);
    }

    private static List<Kind> kinds(String text) {
        return kinds(text, Kind.SPACE);
    }

    private static List<Kind> kinds(String text, Kind inside) {
        return JavaLexer.lex(text, inside).stream()
                .map(Token::kind)
                .filter(kind -> kind != Kind.SPACE)
                .toList();
    }

    private static Token last(String text) {
        List<Token> tokens = JavaLexer.lex(text);
        return tokens.get(tokens.size() - 1);
    }
}
