package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.report.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler sees of a report: its exit code, what it says, and what it leaves. */
final class ReportCommandTest {
    private final Path folder;
    private final SmallWorkspace workspace = new SmallWorkspace();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Report.Opener opener = around -> workspace;

    ReportCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyEndHasAnExitCodeOfItsOwn() throws IOException {
        Path good = notebook("good", "int a = 1;");
        assertThat(report(good)).isZero();
        assertThat(report(notebook("failing", "fail"))).isEqualTo(1);
        assertThat(report(good, "--no-such-option")).isEqualTo(2);
        assertThat(report(good, "-o", folder + "/out.docx")).isEqualTo(2);
        assertThat(report(good, "--skip-tag", "slow")).isEqualTo(2);
        assertThat(said()).contains("No cell is tagged \"slow\"");
        assertThat(report(good, "--provider", "local")).isEqualTo(2);
        assertThat(report(good, "--retry", "-1")).isEqualTo(2);
        assertThat(report(good, "--limit", "0")).isEqualTo(2);
        assertThat(report(folder.resolve("none.ipynb"))).isEqualTo(3);
        assertThat(report(good, "-p", "a=1")).isEqualTo(4);
        assertThat(report(good, "--params", folder + "/none.yaml")).isEqualTo(4);
        assertThat(report(good, "--secret", "MAYFLY_NO_SUCH_VARIABLE")).isEqualTo(4);
        Files.writeString(folder.resolve("file"), "");
        assertThat(report(good, "-o", folder + "/file/out.html")).isEqualTo(5);
        assertThat(report(notebook("slow", "wait"), "--cell-limit", "1")).isEqualTo(124);
        assertThat(report(notebook("dying", "die"))).isEqualTo(138);
        assertThat(said()).contains("The session died in dying.ipynb cell 1: java.lang.OutOfMemoryError");
        opener = around -> {
            throw new IllegalStateException("nobody thought of this");
        };
        assertThat(report(good)).isEqualTo(70);
        assertThat(said()).contains("a defect in Mayfly", "nobody thought of this");
    }

    @Test
    void aReportThatAnotherRunIsWritingIsLeftToIt() throws IOException {
        Path good = notebook("good", "int a = 1;");
        Path lock = folder.resolve(".out.html.lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            assertThat(report(good, "-o", folder + "/out.html")).isEqualTo(6);
            assertThat(said()).contains("Another run is writing " + folder + "/out.html");
            assertThat(workspace.codes).isEmpty();
        }
        assertThat(report(good, "-o", folder + "/out.html")).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void anInterruptIsAnEndOfItsOwn() throws Exception {
        Path waiting = notebook("waiting", "wait");
        Thread signal = new Thread(() -> {
            try {
                workspace.began.await();
                new ProcessBuilder(
                                "kill",
                                "-INT",
                                Long.toString(ProcessHandle.current().pid()))
                        .start()
                        .waitFor();
            } catch (IOException | InterruptedException e) {
                workspace.interrupt();
            }
        });
        signal.start();
        assertThat(report(waiting)).isEqualTo(130);
        signal.join();
    }

    @Test
    void aClusterComesUpBeforeTheCellsAndGoesDownWhateverFails() throws IOException {
        assertThat(report(notebook("good", "int a = 1;"), "--cluster", "3", "--provider", "local"))
                .isZero();
        assertThat(workspace.codes)
                .containsExactly(
                        "cluster.on(\"local\");\ncluster.up(3).await()",
                        "int a = 1;",
                        "cluster.on(\"local\");\ncluster.down()");
        for (String broken : List.of("fail", "die")) {
            workspace.codes.clear();
            report(notebook(broken, broken), "--cluster", "1");
            assertThat(workspace.codes).containsExactly("\ncluster.up(1).await()", broken, "\ncluster.down()");
        }
        workspace.codes.clear();
        workspace.failing = "cluster.up";
        assertThat(report(notebook("good", "int a = 1;"), "--cluster", "1", "-o", folder + "/out.ipynb"))
                .isEqualTo(7);
        assertThat(workspace.codes).containsExactly("\ncluster.up(1).await()", "\ncluster.down()");
        assertThat(said()).contains("The cluster did not come up: SomeException: broken");
        assertThat(Files.readString(folder.resolve("out.ipynb"))).contains("No cell ran: The cluster did not come up");
        workspace.failing = "cluster.down";
        assertThat(report(notebook("good", "int a = 1;"), "--cluster", "1")).isEqualTo(7);
        assertThat(said()).contains("The cluster may still be up, until its lease ends: SomeException: broken");
    }

    @Test
    void aSecretIsInNothingThatIsWrittenOrSaid() throws IOException {
        String secret = "pässword \"troubador\" <&> 17";
        Path notebook = notebook("hiding", "String token = \"\";", "print token", "fail token");
        Files.writeString(folder.resolve("secret.txt"), secret + "\n");
        for (String given : List.of("token=" + secret, "token=@" + folder.resolve("secret.txt"))) {
            assertThat(report(
                            notebook,
                            "--secret",
                            given,
                            "-o",
                            folder + "/out.ipynb",
                            "-o",
                            folder + "/out.html",
                            "-o",
                            folder + "/out.pdf"))
                    .isEqualTo(1);
            Files.deleteIfExists(folder.resolve("secret.txt"));
            assertThat(workspace.shown).contains(secret);
            // Its text is compressed, and found by a reader of PDF alone.
            try (PDDocument printed = Loader.loadPDF(folder.resolve("out.pdf").toFile())) {
                assertThat(new PDFTextStripper().getText(printed))
                        .doesNotContain("troubador")
                        .contains("[redacted]");
            }
            assertThat(said()).doesNotContain("troubador").contains("[redacted]");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain("troubador");
                }
            }
            Files.writeString(folder.resolve("secret.txt"), secret + "\n");
        }
        assertThat(Files.readString(folder.resolve("out.ipynb"))).contains("[redacted]", "\"token\": \"[redacted]\"");
        assertThat(report(notebook, "--secret", "token=abc")).isEqualTo(4);
        assertThat(said()).contains("fewer than 4 characters").doesNotContain("abc");
        assertThat(report(notebook, "--secret", "tokn=" + secret)).isEqualTo(4);
        assertThat(said()).contains("did you mean token?").doesNotContain("troubador");
    }

    @Test
    void inspectingListsParametersWithTypesAndRunsNothing() throws IOException {
        Path notebook = notebook("asking", "int top = 10;\nList<String> hosts = List.of(\"a\");");
        assertThat(report(notebook, "--inspect")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("top", "int", "10", "a whole number from", "hosts", "List<String>", "List.of(\"a\")");
        assertThat(workspace.codes).isEmpty();
        assertThat(report(folder.resolve("none.ipynb"), "--inspect")).isEqualTo(3);
    }

    @Test
    void theHelpNamesEveryExitCode() {
        assertThat(execute("report", "--help")).isZero();
        String help = out.toString(StandardCharsets.UTF_8);
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern("(?m)^ +" + code.code() + " ");
        }
        assertThat(Stream.of(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
    }

    private int report(Path notebook, String... options) {
        List<String> arguments = new ArrayList<>(List.of("report", notebook.toString()));
        arguments.addAll(List.of(options));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        out.reset();
        err.reset();
        StandardStreams streams = new StandardStreams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        Callable<ExitCode> none = () -> ExitCode.OK;
        return Commands.execute(Commands.of(streams, none, List.of(new ReportCommand(streams, opener))), arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** A notebook whose first cell declares its parameters. */
    private Path notebook(String name, String... cells) throws IOException {
        StringBuilder json = new StringBuilder("{\"cells\":[");
        for (int i = 0; i < cells.length; i++) {
            String tags = cells[i].contains(" = ") && cells.length + cells[i].length() > 12
                    ? "{\"tags\":[\"parameters\"]}"
                    : "{}";
            json.append(i == 0 ? "" : ",")
                    .append("{\"cell_type\":\"code\",\"id\":\"c")
                    .append(i)
                    .append("\",\"metadata\":")
                    .append(tags)
                    .append(",\"outputs\":[],\"execution_count\":null,\"source\":\"")
                    .append(cells[i].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append("\"}");
        }
        return Files.writeString(
                folder.resolve(name + ".ipynb"), json + "],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}");
    }
}
