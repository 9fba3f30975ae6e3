package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress.Phase;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Cells that would never end, and what is left of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterruptTest {
    private Path temporary;
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        notebook = new Notebook(temporary);
        Path log = folder.resolve("numbers.gz");
        SampleLogs.gzip(
                log,
                IntStream.range(0, 200_000).mapToObj(i -> "line " + i * 31L).toList());
        notebook.value("var numbers = files(\"" + log + "\");");
    }

    @AfterAll
    void close() {
        notebook.close();
    }

    /** Interrupts a cell once it has printed {@code on}. */
    private Reply interrupted(String code, RecordingFrontEnd out) throws Exception {
        CompletableFuture<Reply> reply = notebook.start(code, out);
        out.await(seen -> seen.out().contains("on"));
        notebook.workspace().interrupt();
        return reply.get(20, TimeUnit.SECONDS);
    }

    private void assertThatTheSessionGoesOn() {
        assertThat(notebook.value("mapreduce(numbers).count()").plain()).isEqualTo("200000");
    }

    private List<Path> jobFiles() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.filter(path -> path.toString().contains("job-")).toList();
        }
    }

    @Test
    void aJobThatSpilledIsCancelledAndLeavesNoFile() throws Exception {
        // Results of other tests own theirs until they are unreachable.
        List<Path> before = jobFiles();
        RecordingFrontEnd out = new RecordingFrontEnd();
        CompletableFuture<Reply> reply = notebook.start("""
                mapreduce(numbers).groupBy(line -> line).reduce((key, values) -> {
                    System.out.println("on");
                    while (true);
                })""", out);
        out.await(seen -> seen.out().contains("on"));
        assertThat(jobFiles()).anyMatch(file -> !before.contains(file));

        notebook.workspace().interrupt();

        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(new Reply.Interrupted("Interrupted."));
        assertThat(out.progress().get(out.progress().size() - 1).phase()).isEqualTo(Phase.CANCELLED);
        assertThat(jobFiles()).isSubsetOf(before);
        assertThatTheSessionGoesOn();
    }

    @Test
    void aJobWhoseMapperSleepsIsCancelled() throws Exception {
        RecordingFrontEnd out = new RecordingFrontEnd();

        Reply reply = interrupted("""
                mapreduce(numbers).filter(line -> {
                    System.out.println("on");
                    Thread.sleep(3_600_000);
                    return true;
                }).count()""", out);

        assertThat(reply).isEqualTo(new Reply.Interrupted("Interrupted."));
        assertThat(out.progress().get(out.progress().size() - 1).phase()).isEqualTo(Phase.CANCELLED);
        assertThatTheSessionGoesOn();
    }

    private static boolean isMapping() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("job-\\d+-map-\\d+"));
    }

    private static void awaitMapping(boolean isMapping) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (isMapping() != isMapping && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(isMapping()).isEqualTo(isMapping);
    }

    /** A function that only looks at lines is called without a {@code String} of them. */
    @Test
    void aFunctionThatNeverGetsToTheEndOfALineIsStopped() throws Exception {
        awaitMapping(false);
        CompletableFuture<Reply> reply = notebook.start("""
                mapreduce(numbers).groupBy(line -> {
                    int spaces = 0;
                    for (int at = line.indexOf(' '); at >= 0; at = line.indexOf(' ', at)) spaces++;
                    return spaces;
                }).count().count()""", new RecordingFrontEnd());
        awaitMapping(true);
        Thread.sleep(200);
        notebook.workspace().interrupt();

        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(new Reply.Interrupted("Interrupted."));
        awaitMapping(false);
        assertThatTheSessionGoesOn();
    }

    @Test
    void whatFollowsAnInterruptedCellIsNotInterrupted() throws Exception {
        for (int i = 0; i < 3; i++) {
            RecordingFrontEnd out = new RecordingFrontEnd();
            assertThat(interrupted("System.out.println(\"on\"); while (true);", out))
                    .isInstanceOf(Reply.Interrupted.class);
            assertThat(notebook.value("1 + 1").plain()).isEqualTo("2");
        }
    }

    @Test
    void aReadThatNobodyAnswersIsInterrupted() throws Exception {
        SilentFrontEnd silent = new SilentFrontEnd();
        CompletableFuture<Reply> reply = notebook.start("new Scanner(System.in).nextLine()", silent);
        silent.asked.await();

        notebook.workspace().interrupt();

        assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(new Reply.Interrupted("Interrupted."));
        assertThatTheSessionGoesOn();
    }

    @Test
    void anInterruptBetweenCellsIsForNobody() {
        notebook.workspace().interrupt();

        assertThatTheSessionGoesOn();
    }

    @Test
    void anInterruptDuringAMagicsCodeEndsTheCell() throws Exception {
        RecordingFrontEnd out = new RecordingFrontEnd();

        Reply reply =
                interrupted("%time System.out.println(\"on\"); while (true);\nSystem.out.println(\"after\");", out);

        assertThat(reply).isInstanceOf(Reply.Interrupted.class);
        assertThat(out.out()).doesNotContain("after");
    }
}
