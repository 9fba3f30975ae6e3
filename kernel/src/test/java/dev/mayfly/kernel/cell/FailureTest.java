package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads when a job or a helper fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailureTest {
    private Path folder;
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        notebook = new Notebook(temporary);
        SampleLogs.gzip(folder.resolve("numbers.gz"), List.of("1", "2", "three", "4"));
        notebook.value("var numbers = files(\"" + folder + "/numbers.gz\");");
    }

    @AfterAll
    void close() {
        notebook.close();
    }

    @Test
    void whatALambdaThrowsIsShownWithItsInputItsLineAndItsFrames() {
        notebook.value("""
                long parsed(String text) {
                    try {
                        return Long.parseLong(text);
                    } catch (NumberFormatException e) {
                        throw new IllegalStateException("no number: <" + text + ">", e);
                    }
                }""");

        String shown = notebook.traceback("""
                mapreduce(numbers)
                    .groupBy(n -> n.length())
                    .sum(n -> parsed(n))""");

        assertThat(shown.lines().toList().get(0))
                .isEqualTo("JobException: " + folder + "/numbers.gz line 3: a function of the job threw "
                        + "java.lang.IllegalStateException: no number: <three>");
        assertThat(shown).contains("""

                caused by: java.lang.IllegalStateException: no number: <three>
                  at parsed (In [1], line 5):  throw new IllegalStateException("no number: <" + text + ">", e);
                  at lambda (In [1], line 3):  .sum(n -> parsed(n))
                caused by: java.lang.NumberFormatException: For input string: "three"
                """);
        assertThat(shown).contains("  at parsed (In [1], line 3):  return Long.parseLong(text);");
        assertThat(shown).doesNotContain("dev.mayfly", "Thread.run", "REPL", "jdk.jshell");
    }

    @Test
    void whatAReducerThrowsIsShownWithItsKey() {
        String shown = notebook.traceback("""
                mapreduce(numbers).groupBy(n -> "k").reduce((key, values) -> {
                    if (values.size() == 4) throw new java.io.IOException("four");
                    return 0;
                })""");

        assertThat(shown).isEqualTo("""
                JobException: a function of the job threw java.io.IOException: four for key k
                caused by: java.io.IOException: four
                  at lambda (In [1], line 2):  if (values.size() == 4) throw new java.io.IOException("four");""");
    }

    @Test
    void whatIsThrownOverTheRowsOfAResultIsShownWithItsFrame() {
        assertThat(notebook.traceback(
                        "mapreduce(numbers).groupBy(n -> n).count().filter(row -> 1 / (row.value() - 1) > 0)"))
                .contains("java.lang.ArithmeticException: / by zero")
                .contains("  at lambda (In [1], line 1):  mapreduce(numbers)")
                .doesNotContain("dev.mayfly", "java.util.stream.ReferencePipeline");
    }

    @Test
    void aMissingFileIsOneMessageAndTheLineThatNamesIt() {
        String missing = folder + "/nothere.gz";

        assertThat(notebook.traceback("mapreduce(files(\"" + missing + "\")).count()"))
                .isEqualTo("IllegalArgumentException: " + missing + " does not exist (looked in "
                        + Path.of("").toAbsolutePath() + "): check the name\n"
                        + "  at In [1], line 1:  mapreduce(files(\"" + missing + "\")).count()");
    }

    @Test
    void aPatternWithoutMatchesIsOneMessage() {
        String shown = notebook.traceback("files(\"" + folder + "/*.zip\")");

        assertThat(shown.lines()).hasSize(2);
        assertThat(shown).startsWith("IllegalArgumentException: " + folder + "/*.zip matches no file in " + folder);
    }

    @Test
    void anEmptyFolderIsOneMessage() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        String shown = notebook.traceback("files(\"" + empty + "\")");

        assertThat(shown.lines()).hasSize(2);
        assertThat(shown).startsWith("IllegalArgumentException: " + empty + " holds no file itself");
    }

    @Test
    void aTruncatedGzipFailsTheJobInOneLineThatNamesIt() throws IOException {
        Path truncated = folder.resolve("truncated.gz");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 10_000; i++) {
                out.write((i * 31L + " line\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(truncated, Arrays.copyOf(whole.toByteArray(), 5_000));

        assertThat(notebook.traceback("mapreduce(files(\"" + truncated + "\")).count()"))
                .startsWith("JobException: " + truncated + " is truncated after 5,000 bytes (line ")
                .hasLineCount(1);
    }

    @Test
    void aBadRecordIsOneLineThatSaysHowToSkipIt() {
        notebook.value("record Number(int n) {}");

        assertThat(notebook.traceback("mapreduce(numbers).json(Number.class).count()"))
                .startsWith("JobException: " + folder + "/numbers.gz line 1: ")
                .contains(".skipBad()")
                .hasLineCount(1);
    }

    @Test
    void aMalformedExpressionForGrepPointsAtItsLine() {
        assertThat(notebook.traceback("mapreduce(numbers)\n    .grep(\"(\")"))
                .startsWith("IllegalArgumentException: grep(\"(\") is not a regular expression")
                .contains("  at In [1], line ")
                .doesNotContain("java.util.regex.Pattern.", "caused by");
    }

    @Test
    void aMessageThatQuotesDataSendsNoControlCharacterToATerminal() {
        String shown =
                notebook.traceback("throw new IllegalStateException(\"bad \\u001b]0;title\\u0007 line\\nsecond\")");

        assertThat(shown)
                .startsWith("java.lang.IllegalStateException: bad \\u001b]0;title\\u0007 line\nsecond\n  at In [1]");
        assertThat(notebook.traceback("throw new IllegalStateException(\"x\".repeat(1_000_000))"))
                .hasSizeLessThan(5_000);
    }

    @Test
    void aFailedResultDoesNotPretendToHaveRows() {
        notebook.value("var failing = mapreduce(numbers).map(n -> Integer.parseInt(n));");

        String first = notebook.traceback("failing");
        String second = notebook.traceback("failing.count()");

        assertThat(first).contains("line 3").contains("For input string: \"three\"");
        assertThat(second).contains("line 3").contains("For input string: \"three\"");
    }
}
