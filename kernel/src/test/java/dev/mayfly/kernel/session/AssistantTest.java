package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Completion, documentation and completeness, over one session that no test changes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AssistantTest {
    private Session session;

    @BeforeAll
    void open() {
        session = Session.open(new SessionOptions(List.of(), Session.class.getClassLoader()));
        session.define("import java.util.*; var greeting = \"hello\"; int twice(int n) { return 2 * n; }");
    }

    @AfterAll
    void close() {
        session.close();
    }

    /** Completes at the bar. */
    private Completions complete(String codeWithBar) {
        int cursor = codeWithBar.indexOf('|');
        return session.complete(codeWithBar.replace("|", ""), cursor);
    }

    private static List<String> texts(Completions completions) {
        return completions.candidates().stream()
                .map(Completions.Candidate::text)
                .toList();
    }

    private List<Documentation> inspect(String codeWithBar) {
        int cursor = codeWithBar.indexOf('|');
        return session.inspect(codeWithBar.replace("|", ""), cursor);
    }

    @Test
    void membersOfAVariableAreCompletedWithTheirSignature() {
        Completions completions = complete("greeting.repe|");
        assertThat(completions.from()).isEqualTo("greeting.".length());
        assertThat(completions.to()).isEqualTo("greeting.repe".length());
        assertThat(completions.candidates())
                .containsExactly(new Completions.Candidate(
                        "repeat(", Completions.Kind.METHOD, "String String.repeat(int count)"));
    }

    @Test
    void namesOfTheSessionAreCompletedWithTheirTypes() {
        assertThat(complete("greet|").candidates())
                .containsExactly(new Completions.Candidate("greeting", Completions.Kind.VARIABLE, "String"));
        assertThat(complete("1 + twi|").candidates())
                .contains(new Completions.Candidate("twice(", Completions.Kind.METHOD, "twice(int)"));
        assertThat(complete("new ArrayLi|").candidates()).anySatisfy(candidate -> {
            assertThat(candidate.text()).startsWith("ArrayList");
        });
        assertThat(complete("ArrayLi|").candidates())
                .anySatisfy(candidate -> assertThat(candidate.kind()).isEqualTo(Completions.Kind.CLASS));
    }

    @Test
    void onlyTheSnippetUnderTheCursorMatters() {
        String before = "int a = 1;\nwrong wrong wrong;\n";
        Completions completions = complete(before + "greeting.strip|\nint b = ;");
        assertThat(completions.from()).isEqualTo((before + "greeting.").length());
        assertThat(texts(completions)).contains("strip()", "stripIndent()");
    }

    @Test
    void whatTheCellDeclaresBeforeIsCompletedToo() {
        Completions completions = complete("import java.util.*;\nvar words = List.of(\"a\");\nwords.get(0).repe|");
        assertThat(texts(completions)).containsExactly("repeat(");
        assertThat(complete("int wordsOfMine = 1;\n1 + wordsOf|").candidates())
                .containsExactly(new Completions.Candidate("wordsOfMine", Completions.Kind.VARIABLE, "int"));
    }

    @Test
    void nothingToCompleteIsAnEmptyList() {
        assertThat(complete("nothing.like.th|").candidates()).isEmpty();
        assertThat(texts(complete("|"))).contains("greeting");
    }

    @Test
    void aCallIsInspectedAnywhereInIt() {
        for (String code : List.of("greet|ing.length()", "greeting|")) {
            assertThat(inspect(code))
                    .as(code)
                    .extracting(Documentation::signature)
                    .anyMatch(s -> s.contains("greeting"));
        }
        for (String code : List.of(
                "greeting.rep|eat(3)",
                "greeting.repeat|(3)",
                "greeting.repeat(|3)",
                "greeting.repeat(3|",
                "int x = 1;\ngreeting.repeat|")) {
            assertThat(inspect(code))
                    .as(code)
                    .extracting(Documentation::signature)
                    .containsExactly("String String.repeat(int count)");
        }
        boolean withSources = Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip"));
        assertThat(inspect("greeting.repeat(|")).singleElement().satisfies(found -> assertThat(
                        found.text().contains("number of times to repeat"))
                .isEqualTo(withSources));
        assertThat(inspect("no.such.thi|ng")).isEmpty();
        assertThat(inspect("|")).isEmpty();
    }

    @Test
    void documentationIsPlainText() {
        assertThat(
                        Javadoc.plain(
                                " Returns {@code a < b}.\n <p>\n See {@link String#strip() strip}, <em>often</em> &amp; early."))
                .isEqualTo("Returns a < b.\nSee String#strip() strip, often & early.");
    }

    @Test
    void aCellIsAsCompleteAsItsLastSnippet() {
        assertThat(session.completeness("int a = 1;\na + 1")).isEqualTo(Completeness.COMPLETE);
        assertThat(session.completeness("greeting.length()")).isEqualTo(Completeness.COMPLETE);
        assertThat(session.completeness("if (true) { greeting.length(); }")).isEqualTo(Completeness.COMPLETE);
        assertThat(session.completeness("int a = 1;\nvoid f() {")).isEqualTo(Completeness.INCOMPLETE);
        assertThat(session.completeness("/* open")).isEqualTo(Completeness.INCOMPLETE);
        assertThat(session.completeness("var t = \"\"\"\n  open")).isEqualTo(Completeness.INCOMPLETE);
        assertThat(session.completeness("int a = 1;\n)")).isEqualTo(Completeness.INVALID);
        assertThat(session.completeness(" \n// nothing")).isEqualTo(Completeness.EMPTY);
    }
}
