package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private final Path folder;
    private final ScriptedWorkspace workspace = new ScriptedWorkspace();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final List<Path> opened = new ArrayList<>();

    ReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void cellsRunInOrderAndTheirOutputsAreStored() throws IOException {
        write("# Title", "print a\nprint b\nwarn c\nprint d", "value 42", "");
        ReportOutcome outcome = run(Map.of(), "out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.DONE);
        assertThat(outcome.written())
                .containsExactly(folder.resolve("out.ipynb").toString());
        assertThat(workspace.names).containsExactly("n.ipynb cell 1", "n.ipynb cell 2");
        List<Cell> cells = result("out.ipynb").cells();
        assertThat(cells.get(1).outputs())
                .containsExactly(
                        new Output.Stream("stdout", "a\nb\n"),
                        new Output.Stream("stderr", "c\n"),
                        new Output.Stream("stdout", "d\n"));
        assertThat(cells.get(2).outputs()).singleElement().isInstanceOfSatisfying(Output.Value.class, value -> {
            assertThat(value.executionCount()).hasValue(2);
            assertThat(value.data().path("text/html").asText()).isEqualTo("<b>42</b>");
        });
        assertThat(cells.get(3).executionCount()).isEmpty();
        assertThat(workspace.closed).isTrue();
    }

    @Test
    void relativePathsStartFromTheNotebooksFolder() throws IOException {
        write("value 1");
        run(Map.of());
        assertThat(opened).containsExactly(folder.toAbsolutePath());
    }

    @Test
    void aShownValueIsUpdatedWhereverItWasShownAlsoFromALaterCell() throws IOException {
        write("show bar 10 %\nprint x", "update bar done");
        run(Map.of(), "out.ipynb");
        assertThat(result("out.ipynb").cells().get(0).outputs())
                .first()
                .isInstanceOfSatisfying(Output.Display.class, shown -> assertThat(
                                shown.data().path("text/plain").asText())
                        .isEqualTo("done"));
        assertThat(result("out.ipynb").cells().get(1).outputs()).isEmpty();
    }

    @Test
    void clearedOutputIsGoneAtOnceOrWithTheNextOutput() throws IOException {
        write("print a\nclear now\nprint b", "print a\nclear wait\nprint b", "print a\nclear wait");
        run(Map.of(), "out.ipynb");
        List<Cell> cells = result("out.ipynb").cells();
        assertThat(cells.get(0).outputs()).containsExactly(new Output.Stream("stdout", "b\n"));
        assertThat(cells.get(1).outputs()).containsExactly(new Output.Stream("stdout", "b\n"));
        assertThat(cells.get(2).outputs()).containsExactly(new Output.Stream("stdout", "a\n"));
    }

    @Test
    void aRunIsRecordedAsPapermillRecordsIt() throws IOException {
        write(List.of("parameters"), "int top = 1;", "value 1");
        run(Map.of("top", "7"), "out.ipynb");
        Notebook result = result("out.ipynb");
        JsonNode run = result.metadata().path("papermill");
        assertThat(run.path("parameters").toString()).isEqualTo("{\"top\":7}");
        assertThat(run.path("input_path").asText())
                .isEqualTo(folder.resolve("n.ipynb").toString());
        assertThat(run.path("output_path").asText())
                .isEqualTo(folder.resolve("out.ipynb").toString());
        assertThat(run.path("start_time").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
        assertThat(run.path("duration").isNumber()).isTrue();
        assertThat(run.path("exception").isNull()).isTrue();
        assertThat(result.cells())
                .extracting(
                        cell -> cell.metadata().path("papermill").path("status").asText())
                .containsOnly("completed");
        assertThat(result.cells().get(1).hasTag("injected-parameters")).isTrue();
        assertThat(workspace.codes).containsExactly("int top = 1;", "// Parameters\nint top = 7;", "value 1");
    }

    @Test
    void aFailedCellEndsTheRunAndTheRestIsMarkedAsNotRun() throws IOException {
        write("print before", "print partial\nfail IllegalStateException: no such day", "print after");
        ReportOutcome outcome = run(Map.of(), "out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.CELL_FAILED);
        assertThat(outcome.message()).isEqualTo("n.ipynb cell 2 failed: IllegalStateException: no such day");
        Notebook result = result("out.ipynb");
        assertThat(result.metadata().path("papermill").path("exception").asBoolean())
                .isTrue();
        assertThat(result.cells())
                .extracting(
                        cell -> cell.metadata().path("papermill").path("status").asText(""))
                .containsExactly("", "completed", "", "failed", "pending");
        assertThat(result.cells().get(0).source()).contains("An Exception was encountered at", "In [2]");
        assertThat(result.cells().get(2).source()).contains("id=\"papermill-error-cell\"");
        assertThat(result.cells().get(3).outputs())
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(Output.Failure.class, failure -> assertThat(failure.name())
                        .isEqualTo("IllegalStateException"));
        assertThat(result.cells().get(4).outputs()).isEmpty();
        assertThat(workspace.closed).isTrue();
    }

    @Test
    void aPageIsWrittenOnFailureTooAndSaysSo() throws IOException {
        write("# Title", "fail E: no such day", "print never");
        ReportOutcome outcome = run(Map.of(), "new/folder/out.html");
        assertThat(outcome.written())
                .containsExactly(folder.resolve("new/folder/out.html").toString());
        assertThat(Files.readString(folder.resolve("new/folder/out.html")))
                .contains("This report is incomplete: it stopped at cell 1", "no such day", "not run");
    }

    @Test
    void theOutputOfAFailedRunCanBeRunAgain() throws IOException {
        write("fail E: m");
        run(Map.of(), "out.ipynb");
        Files.copy(folder.resolve("out.ipynb"), folder.resolve("again.ipynb"));
        new Report(around -> workspace)
                .run(
                        ReportRequest.of(
                                folder.resolve("again.ipynb"), Map.of(), List.of(folder.resolve("out2.ipynb"))),
                        new PrintStream(progress));
        assertThat(result("out2.ipynb").cells()).hasSize(3);
    }

    @Test
    void aCellThatMayFailDoesNotEndTheRunAndASkippedOneDoesNotRun() throws IOException {
        write(List.of("raises-exception"), "fail E: expected", "print on");
        assertThat(run(Map.of(), "out.ipynb").ending()).isEqualTo(Ending.DONE);
        write(List.of("skip-execution"), "fail E: never", "print on");
        assertThat(run(Map.of(), "out.ipynb").ending()).isEqualTo(Ending.DONE);
    }

    @Test
    void aCellThatTakesTooLongIsStoppedAndTheLimitNamed() throws IOException {
        write("wait", "print never");
        ReportOutcome outcome = run(Optional.of(Duration.ofMillis(60)), Optional.empty(), "out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(outcome.message()).isEqualTo("n.ipynb cell 1 was stopped: a cell may take 0.1 s");
        assertThat(result("out.ipynb").cells().get(2).outputs()).last().isInstanceOf(Output.Failure.class);
    }

    @Test
    void allCellsTogetherMayNotTakeLongerThanTheReportMay() throws IOException {
        write("print quick", "wait");
        ReportOutcome outcome =
                run(Optional.of(Duration.ofMinutes(5)), Optional.of(Duration.ofMillis(200)), "out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(outcome.message()).isEqualTo("n.ipynb cell 2 was stopped: the report may take 0.2 s");
    }

    @Test
    void anInterruptEndsTheRunAndWhatRanIsWritten() throws Exception {
        write("print done", "wait", "print never");
        Report report = new Report(around -> workspace);
        Thread stopper = new Thread(() -> {
            try {
                workspace.waiting.await();
                report.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopper.start();
        ReportOutcome outcome = report.run(
                ReportRequest.of(folder.resolve("n.ipynb"), Map.of(), List.of(folder.resolve("out.ipynb"))),
                new PrintStream(progress));
        stopper.join();
        assertThat(outcome.ending()).isEqualTo(Ending.INTERRUPTED);
        assertThat(result("out.ipynb").cells().get(1).outputs()).containsExactly(new Output.Stream("stdout", "done\n"));
    }

    @Test
    void wrongParametersAreRefusedBeforeAnythingRunsOrIsWritten() throws IOException {
        write(List.of("parameters"), "int top = 1;", "print x");
        ReportOutcome outcome = run(Map.of("topp", "1"), "out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.BAD_PARAMETERS);
        assertThat(outcome.message()).contains("did you mean top?");
        assertThat(outcome.written()).isEmpty();
        assertThat(opened).isEmpty();
        assertThat(folder.resolve("out.ipynb")).doesNotExist();
    }

    @Test
    void requestsThatCannotBeMeantAreRefused() throws IOException {
        write("print x");
        assertThat(run(Map.of(), "out.docx").ending()).isEqualTo(Ending.BAD_REQUEST);
        assertThat(run(Map.of(), "n.ipynb").message()).contains("is the notebook itself");
        assertThat(run(Map.of(), "a.ipynb", "a.ipynb").message()).contains("named twice");
        assertThat(opened).isEmpty();
    }

    @Test
    void aNotebookThatIsMissingOrInAnotherLanguageIsRefused() throws IOException {
        assertThat(run(Map.of()).message()).isEqualTo("There is no notebook " + folder.resolve("n.ipynb"));
        Files.writeString(
                folder.resolve("n.ipynb"),
                "{\"nbformat\":4,\"nbformat_minor\":5,\"cells\":[],\"metadata\":{\"kernelspec\":{\"language\":\"R\"}}}");
        ReportOutcome outcome = run(Map.of());
        assertThat(outcome.ending()).isEqualTo(Ending.BAD_NOTEBOOK);
        assertThat(outcome.message()).isEqualTo("n.ipynb is a notebook in R, and Mayfly runs Java");
    }

    @Test
    void anOutputThatCannotBeWrittenIsNamed() throws IOException {
        write("print x");
        Files.writeString(folder.resolve("file"), "");
        ReportOutcome outcome = run(Map.of(), "file/out.ipynb");
        assertThat(outcome.ending()).isEqualTo(Ending.NOT_WRITTEN);
        assertThat(outcome.message()).startsWith("Cannot write " + folder.resolve("file/out.ipynb"));
        assertThat(workspace.names).isEmpty();
    }

    @Test
    void whoAsksGetsToldToDeclareAParameter() throws IOException {
        write("ask Which day? ");
        assertThat(run(Map.of()).message()).contains("A report has nobody to ask \"Which day?\": declare a parameter");
    }

    @Test
    void theNotebookIsWrittenAfterEachCell() throws IOException {
        write("print first", "print second");
        List<String> seen = new ArrayList<>();
        var watching = new PrintStream(progress) {
            @Override
            public void print(String text) {
                if (Files.exists(folder.resolve("out.ipynb"))) {
                    try {
                        seen.add(result("out.ipynb").cells().stream()
                                .map(cell -> PapermillMetadata.status(cell).name())
                                .toList()
                                .toString());
                    } catch (IOException e) {
                        seen.add(e.toString());
                    }
                }
                super.print(text);
            }
        };
        new Report(around -> workspace)
                .run(
                        ReportRequest.of(folder.resolve("n.ipynb"), Map.of(), List.of(folder.resolve("out.ipynb"))),
                        watching);
        assertThat(seen).startsWith("[PENDING, PENDING]").contains("[COMPLETED, PENDING]");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("n.ipynb", "out.ipynb");
        }
    }

    @Test
    void progressIsALineForEachCell() throws IOException {
        write("# Title", "import x;\n\nprint a", "fail E: m");
        run(Map.of());
        assertThat(progress.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d s", "0.0 s"))
                .isEqualTo("[1/2] print a  done 0.0 s\n[2/2] fail E: m  FAILED 0.0 s\nStopped after 0.0 s\n");
    }

    private ReportOutcome run(Map<String, String> parameters, String... outputs) {
        return run(request(parameters, outputs));
    }

    private ReportOutcome run(Optional<Duration> cell, Optional<Duration> whole, String... outputs) {
        return run(request(Map.of(), outputs).with(ReportRequest.Rules.STANDARD.within(cell, whole)));
    }

    private ReportRequest request(Map<String, String> parameters, String... outputs) {
        return ReportRequest.of(folder.resolve("n.ipynb"), parameters, files(outputs));
    }

    private ReportOutcome run(ReportRequest request) {
        return new Report(around -> {
                    opened.add(around.folder());
                    return workspace;
                })
                .run(request, new PrintStream(progress));
    }

    private List<Path> files(String... names) {
        return Stream.of(names).map(folder::resolve).toList();
    }

    private Notebook result(String name) throws IOException {
        return NotebookReader.read(name, Files.readString(folder.resolve(name)));
    }

    private void write(String... sources) throws IOException {
        write(List.of(), sources);
    }

    private void write(List<String> tagsOfTheFirst, String... sources) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (String source : sources) {
            String kind = source.startsWith("#") ? Cell.MARKDOWN : Cell.CODE;
            String tag = cells.isEmpty() && !tagsOfTheFirst.isEmpty() ? tagsOfTheFirst.get(0) : "plain";
            Cell cell = Cell.of(kind, "c" + cells.size(), source, tag);
            cells.add(cell.withOutputs(List.of(), OptionalInt.empty()));
        }
        Files.writeString(
                folder.resolve("n.ipynb"), NotebookWriter.write(new Notebook(5, Json.object(), cells, Json.object())));
    }
}
