package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.WorkspaceOptions;
import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of notebooks that hold Java, in a real session. */
final class RealReportTest {
    private final Path folder;

    RealReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void valuesReachTheCellsAsTheyWereTyped() throws IOException {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("text", "a \"b\" \\ \\u0041 \n %d é 😀 \u202e");
        typed.put("day", "2026-02-28");
        typed.put("level", "HIGH");
        typed.put("n", "-9223372036854775808");
        ReportOutcome outcome = run(
                typed,
                Optional.empty(),
                "enum Level { LOW, HIGH }",
                "String text = \"\"; LocalDate day = LocalDate.of(2026, 1, 1); Level level = Level.LOW; long n = 1;",
                "System.out.print(text + \"|\" + day.plusDays(1) + \"|\" + level + \"|\" + n)");
        assertThat(outcome.ending()).as(outcome.message()).isEqualTo(Ending.DONE);
        assertThat(cells().get(3).outputs())
                .containsExactly(
                        new Output.Stream("stdout", typed.get("text") + "|2026-03-01|HIGH|-9223372036854775808"));
    }

    @Test
    void relativeNamesOfFilesStartFromTheNotebooksFolder() throws IOException {
        Files.writeString(folder.resolve("in.txt"), "b\na\nb\n");
        ReportOutcome outcome = run(
                Map.of(),
                Optional.empty(),
                "int unused = 0;",
                "var counts = mapreduce(files(\"*.txt\")).groupBy(line -> line).count().sortBy(row -> row.key());",
                "System.out.print(counts.head(5))",
                "var receipt = mapreduce(files(\"in.txt\")).to(files.lineOutput(\"out.lines\"));");
        assertThat(outcome.ending()).as(outcome.message()).isEqualTo(Ending.DONE);
        assertThat(cells().get(2).outputs())
                .containsExactly(new Output.Stream("stdout", "[Pair[key=a, value=1], Pair[key=b, value=2]]"));
        assertThat(folder.resolve("out.lines")).hasContent("b\na\nb\n");
    }

    @Test
    void anExceptionNamesTheNotebooksCellAndLine() throws IOException {
        ReportOutcome outcome =
                run(Map.of(), Optional.empty(), "int a = 1;", "int b = a;\nObject c = List.of(1).get(b + 3);");
        assertThat(outcome.ending()).isEqualTo(Ending.CELL_FAILED);
        assertThat(outcome.message()).startsWith("n.ipynb cell 2 failed: ");
        assertThat(Files.readString(folder.resolve("out.html"))).contains("n.ipynb cell 2", "line 2", "incomplete");
    }

    @Test
    void aLoopWithoutEndIsStoppedByTheTimeLimit() throws IOException {
        ReportOutcome outcome =
                run(Map.of(), Optional.of(Duration.ofSeconds(3)), "int a = 1;", "while (true) { a++; }", "int b = 1;");
        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(outcome.message()).isEqualTo("n.ipynb cell 2 was stopped: a cell may take 3.0 s");
    }

    private ReportOutcome run(Map<String, String> parameters, Optional<Duration> cellLimit, String... sources)
            throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (String source : sources) {
            String tag = source.contains("String text") ? ParameterReader.TAG : "plain";
            cells.add(Cell.of(Cell.CODE, "c" + cells.size(), source, tag));
        }
        Files.writeString(
                folder.resolve("n.ipynb"), NotebookWriter.write(new Notebook(5, Json.object(), cells, Json.object())));
        return new Report(around -> Workspaces.open(WorkspaceOptions.standard().withFolder(around.folder())))
                .run(
                        ReportRequest.of(
                                        folder.resolve("n.ipynb"),
                                        parameters,
                                        List.of(folder.resolve("out.ipynb"), folder.resolve("out.html")))
                                .with(ReportRequest.Rules.STANDARD.within(cellLimit, Optional.empty())),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private List<Cell> cells() throws IOException {
        return NotebookReader.read("out.ipynb", Files.readString(folder.resolve("out.ipynb")))
                .cells();
    }
}
