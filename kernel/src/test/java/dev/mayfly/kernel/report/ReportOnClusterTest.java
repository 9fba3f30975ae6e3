package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.WorkspaceOptions;
import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.node.SparkRing;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.SpecFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that brings a cluster of this machine up for itself. */
@SparkRing
final class ReportOnClusterTest {
    private final Path folder;
    private final String name = "report-" + ProcessHandle.current().pid();

    ReportOnClusterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theClusterIsUpForTheCellsAloneAlsoWhereOneFails() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            log.append("GET /").append(i % 7).append(' ').append(i).append('\n');
        }
        Files.writeString(folder.resolve("day.log"), log);
        Files.writeString(folder.resolve("spec.json"), "{\"name\": \"" + name + "\", \"lease\": \"20 min\"}");
        String job = "int floor = 500;\nmapreduce(files(\"day.log\")).map(line -> line.split(\" \"))"
                + ".filter(f -> Integer.parseInt(f[2]) >= floor).groupBy(f -> f[1]).count().top(1)";
        ReportOutcome outcome = run(job);
        assertThat(outcome.ending()).as(outcome.message()).isEqualTo(Ending.DONE);
        assertThat(Files.readString(folder.resolve("out.html")))
                .contains("on cluster " + name + " on local", "/3", "72");
        assertThat(left()).isZero();
        ReportOutcome broken = run("mapreduce(files(\"day.log\")).map(line -> 1 / (line.length() - line.length()))"
                + ".groupBy(n -> n).count().top(1)");
        assertThat(broken.ending()).as(broken.message()).isEqualTo(Ending.CELL_FAILED);
        assertThat(broken.message()).contains("n.ipynb cell 1", "/ by zero");
        assertThat(left()).isZero();
    }

    private int left() throws IOException {
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), line -> {});
        try (Cluster cluster =
                Cluster.open(SpecFile.read(folder.resolve("spec.json")), Optional.of("local"), Map.of(), supplies)) {
            return cluster.status().nodes().size();
        }
    }

    private ReportOutcome run(String source) throws IOException {
        List<Cell> cells = List.of(Cell.of(Cell.CODE, "c", source, "plain"));
        Files.writeString(
                folder.resolve("n.ipynb"), NotebookWriter.write(new Notebook(5, Json.object(), cells, Json.object())));
        ReportRequest.Workers workers = new ReportRequest.Workers(
                1, Optional.of("local"), Optional.of(folder.resolve("spec.json")), Optional.of(Duration.ofMinutes(3)));
        return new Report(around -> Workspaces.open(WorkspaceOptions.standard().withFolder(around.folder())))
                .run(
                        ReportRequest.of(folder.resolve("n.ipynb"), Map.of(), List.of(folder.resolve("out.html")))
                                .with(ReportRequest.Rules.STANDARD.on(workers)),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }
}
