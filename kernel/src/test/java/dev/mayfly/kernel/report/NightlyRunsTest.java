package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report does for who is not there: tries again, leaves out, keeps what was good, does nothing twice. */
final class NightlyRunsTest {
    private final Path folder;
    private final ScriptedWorkspace workspace = new ScriptedWorkspace();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    NightlyRunsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aFailedCellThatIsRetryableRunsAgainAndShowsItsLastAttempt() throws IOException {
        write(cell("print noise\nflaky 2 E: no network", "retryable"), cell("print on"));
        ReportRequest request = request("out.ipynb");
        assertThat(run(request.with(ReportRequest.Rules.STANDARD.retrying(1, Duration.ofMillis(1))))
                        .ending())
                .isEqualTo(Ending.CELL_FAILED);
        workspace.flakes.clear();
        assertThat(run(request.with(ReportRequest.Rules.STANDARD.retrying(2, Duration.ofMillis(1))))
                        .ending())
                .isEqualTo(Ending.DONE);
        Cell retried = result("out.ipynb").cells().get(0);
        assertThat(retried.outputs())
                .containsExactly(
                        new Output.Stream("stderr", "Attempt 2 of 3 failed: E: no network\n"),
                        new Output.Stream("stdout", "noise\n"));
        assertThat(retried.metadata().path("mayfly").path("attempts").asInt()).isEqualTo(3);
        workspace.flakes.clear();
        write(cell("flaky 1 E: no network"));
        assertThat(run(request.with(ReportRequest.Rules.STANDARD.retrying(5, Duration.ofMillis(1))))
                        .ending())
                .as("a cell without the tag")
                .isEqualTo(Ending.CELL_FAILED);
    }

    @Test
    void anInterruptEndsThePauseBeforeAnotherAttempt() throws Exception {
        write(cell("flaky 1 E: m", "retryable"));
        Report report = new Report(around -> workspace);
        PrintStream interrupting = new PrintStream(progress, true, StandardCharsets.UTF_8) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.contains("again in")) {
                    report.interrupt();
                }
            }
        };
        ReportOutcome outcome =
                report.run(request().with(ReportRequest.Rules.STANDARD.retrying(1, Duration.ofHours(1))), interrupting);
        assertThat(outcome.ending()).isEqualTo(Ending.CELL_FAILED);
    }

    @Test
    void cellsAreLeftOutAndChosenByTagAndTheParametersRunAlways() throws IOException {
        write(cell("int top = 1;", "parameters"), cell("print a", "slow"), cell("print b", "daily"), cell("print c"));
        run(request("out.ipynb").with(rules(Set.of("slow"), Set.of())));
        assertThat(workspace.codes).containsExactly("int top = 1;", "print b", "print c");
        assertThat(PapermillMetadata.status(result("out.ipynb").cells().get(1)))
                .isEqualTo(PapermillMetadata.Status.PENDING);
        workspace.codes.clear();
        run(ReportRequest.of(folder.resolve("n.ipynb"), Map.of("top", "5"), List.of())
                .with(rules(Set.of(), Set.of("daily"))));
        assertThat(workspace.codes).containsExactly("int top = 1;", "// Parameters\nint top = 5;", "print b");
        ReportOutcome unknown = run(request().with(rules(Set.of(), Set.of("dayly"))));
        assertThat(unknown.ending()).isEqualTo(Ending.BAD_REQUEST);
        assertThat(unknown.message())
                .isEqualTo("No cell is tagged \"dayly\"; the tags are daily, parameters, plain, slow");
    }

    @Test
    void theLastGoodReportStaysWhereARunFails() throws IOException {
        ReportRequest request =
                request("out.ipynb", "out.html").with(new ReportRequest.Form(false, false, true, List.of()));
        write(cell("print good"));
        assertThat(run(request).ending()).isEqualTo(Ending.DONE);
        String good = Files.readString(folder.resolve("out.html"));
        write(cell("fail E: bad night"));
        ReportOutcome failed = run(request);
        assertThat(failed.written())
                .containsExactly(
                        folder.resolve("out.failed.ipynb").toString(),
                        folder.resolve("out.failed.html").toString());
        assertThat(folder.resolve("out.html")).hasContent(good);
        assertThat(Files.readString(folder.resolve("out.failed.html"))).contains("bad night");
        write(cell("print better"));
        run(request);
        assertThat(names()).containsExactlyInAnyOrder("n.ipynb", "out.html", "out.ipynb");
        assertThat(Files.readString(folder.resolve("out.html"))).contains("better");
    }

    @Test
    void nothingRunsWhereNothingHasChanged() throws IOException {
        Files.writeString(folder.resolve("a.log"), "x\n");
        write(cell("print good"));
        for (String output : List.of("out.ipynb", "out.html")) {
            ReportRequest request = request(output).with(new ReportRequest.Form(false, false, false, List.of("*.log")));
            assertThat(run(request).ending()).isEqualTo(Ending.DONE);
            ReportOutcome second = run(request);
            assertThat(second.ending()).isEqualTo(Ending.UNCHANGED);
            assertThat(second.message())
                    .isEqualTo("n.ipynb: nothing has changed since " + folder.resolve(output) + " was written");
            Files.writeString(folder.resolve("b" + output + ".log"), "y\n");
            assertThat(run(request).ending()).as("a further input").isEqualTo(Ending.DONE);
            Files.writeString(folder.resolve("a.log"), Files.readString(folder.resolve("a.log")) + "x\n");
            assertThat(run(request).ending()).as("a changed input").isEqualTo(Ending.DONE);
            write(cell("print other " + output));
            assertThat(run(request).ending()).as("a changed notebook").isEqualTo(Ending.DONE);
            write(cell("fail E: m"));
            assertThat(run(request).ending()).isEqualTo(Ending.CELL_FAILED);
            assertThat(run(request).ending()).as("after a failure").isEqualTo(Ending.CELL_FAILED);
            write(cell("print good"));
        }
        ReportRequest pdf = request("out.pdf").with(new ReportRequest.Form(false, false, false, List.of("*.log")));
        assertThat(run(pdf).ending()).isEqualTo(Ending.BAD_REQUEST);
        ReportRequest none = request("out.html").with(new ReportRequest.Form(false, false, false, List.of("no*.log")));
        assertThat(run(none).message()).startsWith("Cannot see whether the inputs have changed");
    }

    @Test
    void equalInputsGiveEqualBytes() throws IOException {
        write(cell("print good\nshow a b"), cell("# Text"));
        ReportRequest.Form reproducible = new ReportRequest.Form(true, false, false, List.of());
        run(request("out.ipynb", "out.html").with(reproducible));
        String first = Files.readString(folder.resolve("out.ipynb"));
        String page = Files.readString(folder.resolve("out.html"));
        run(request("out.ipynb", "out.html").with(reproducible));
        assertThat(Files.readString(folder.resolve("out.ipynb"))).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("out.html"))).isEqualTo(page);
    }

    @Test
    void aFullDiskWhileCellsRunDoesNotEndTheReport() throws IOException {
        write(cell("print a"), cell("print b"));
        Path output = folder.resolve("sub/out.ipynb");
        PrintStream removing = new PrintStream(progress, true, StandardCharsets.UTF_8) {
            @Override
            public void print(String text) {
                super.print(text);
                try {
                    if (text.startsWith("[1/2]")) {
                        Files.delete(output);
                        Files.delete(folder.resolve("sub/.out.ipynb.lock"));
                        Files.delete(folder.resolve("sub"));
                        Files.writeString(folder.resolve("sub"), "in the way");
                    } else if (text.startsWith("[2/2]")) {
                        Files.delete(folder.resolve("sub"));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        ReportOutcome outcome = new Report(around -> workspace).run(request("sub/out.ipynb"), removing);
        assertThat(outcome.ending()).as(outcome.message()).isEqualTo(Ending.DONE);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("the report goes on");
        assertThat(NotebookReader.read("o", Files.readString(output)).cells()).hasSize(2);
    }

    private static ReportRequest.Rules rules(Set<String> skip, Set<String> only) {
        return ReportRequest.Rules.STANDARD.tagged(skip, only);
    }

    private ReportOutcome run(ReportRequest request) {
        return new Report(around -> workspace).run(request, new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    private ReportRequest request(String... outputs) {
        return ReportRequest.of(
                folder.resolve("n.ipynb"),
                Map.of(),
                Stream.of(outputs).map(folder::resolve).toList());
    }

    private Notebook result(String name) throws IOException {
        return NotebookReader.read(name, Files.readString(folder.resolve(name)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Cell cell(String source, String... tags) {
        String kind = source.startsWith("#") ? Cell.MARKDOWN : Cell.CODE;
        Cell cell = Cell.of(kind, "x", source, tags.length == 0 ? "plain" : tags[0]);
        return cell.withOutputs(List.of(), OptionalInt.empty());
    }

    private void write(Cell... cells) throws IOException {
        List<Cell> named = new ArrayList<>();
        for (Cell cell : cells) {
            named.add(cell.withId("c" + named.size()));
        }
        Files.writeString(
                folder.resolve("n.ipynb"), NotebookWriter.write(new Notebook(5, Json.object(), named, Json.object())));
    }
}
