package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.terminal.FakeWorkspace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private final FakeWorkspace workspace = new FakeWorkspace();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatATracebackOnlySaysAgainIsToldOnce() {
        ErrorText text = new ErrorText(false);
        Workspace.Reply.Failed ours = new Workspace.Reply.Failed(
                "dev.mayfly.engine.JobException", "no room", List.of("JobException: no room"));
        assertThat(text.of(ours, "x.jsh", 3)).isEqualTo("x.jsh:3: dev.mayfly.engine.JobException: no room\n");
        Workspace.Reply.Failed caused = new Workspace.Reply.Failed("a.B", "b", List.of("B: b", "caused by: C: c"));
        assertThat(text.of(caused, "x.jsh", 3)).isEqualTo("x.jsh:3: a.B: b\ncaused by: C: c\n");
    }

    @Test
    void valuesAndPrintedTextGoToStandardOutputInOrderAndNothingElseDoes() {
        assertThat(run("print a\nb\nc;\nerr d\n", "run", "-")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("d\n");
        assertThat(workspace.closed).isTrue();
    }

    @Test
    void theFirstErrorEndsTheRunWithItsFileAndLineAndCodeOne() throws Exception {
        Path script = Files.writeString(folder.resolve("traffic.java"), "a;\n\nprint b\nfail no such thing\nprint c\n");
        assertThat(run("", "run", script.toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("b\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("traffic.java:4: Failure: no such thing\n")
                .doesNotContain("\u001B");
        assertThat(workspace.closed).isTrue();
    }

    @Test
    void farDownAScriptTheLineOfAnErrorIsStillRight() {
        assertThat(run("a;\n".repeat(2500) + "fail x\n", "run", "-")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("standard input:2501: Failure: x\n");
    }

    @Test
    void aScriptOfMoreSnippetsThanTheLimitIsRefusedBeforeItRunsOrWhereItIsSeen() throws Exception {
        String most = "a;\n".repeat(ScriptReader.MOST_PIECES);
        Path file = Files.writeString(folder.resolve("long.java"), most + "print b\n");
        assertThat(run("", "run", file.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("long.java:10001: a script has 10000 snippets at most")
                .endsWith("; nothing ran\n");
        assertThat(workspace.cells).isEmpty();
        err.reset();
        assertThat(run(most + "print b\n", "run", "-")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("standard input:10001: a script has 10000 snippets at most");
        assertThat(run(most, "run", "-")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void argumentsBehindTheFileAreTheScriptsEvenWhenTheyLookLikeOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("s"), "#!/usr/bin/env -S mayfly run\na;\nargs;\n");
        assertThat(run("", "run", script.toString(), "--help", "a \"b\"\n\u00e9"))
                .isZero();
        assertThat(workspace.cells)
                .containsExactly("\na;", "String[] args = {\"--help\", \"a \\\"b\\\"\\012\\351\"};", "\n\nargs;");
    }

    @Test
    void aScriptThatCannotBeReadIsCodeThreeAndNamed() {
        assertThat(run("", "run", folder.resolve("none").toString())).isEqualTo(3);
        assertThat(run("", "run", folder.toString())).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no file " + folder.resolve("none"), "is a directory");
    }

    @Test
    void anUnknownOptionOrAMissingFileIsUsageAndCodeTwo() {
        assertThat(run("", "run", "--frobnicate")).isEqualTo(2);
        assertThat(run("", "run")).isEqualTo(2);
        assertThat(run("", "--frobnicate")).isEqualTo(2);
        assertThat(run("", "frobnicate")).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Unknown option: '--frobnicate'", "Usage: mayfly run");
    }

    @Test
    void helpNamesEveryExitCodeAndIsNoError() {
        assertThat(run("", "--help")).isZero();
        assertThat(run("", "run", "--help")).isZero();
        String help = out.toString(StandardCharsets.UTF_8);
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).contains("  " + code.code() + " ");
        }
        assertThat(help).contains("Examples:", "mayfly run -");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aReaderThatHasEnoughEndsAnEndlessScript() {
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return "y\n".charAt(at++ % 2);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
        OutputStream closing = new OutputStream() {
            private int left = 10;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        assertThat(execute(
                        new StandardStreams(endless, new PrintStream(closing), printer(err), false, false), "run", "-"))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anInterruptStopsTheRunningPieceAndTheScript() throws Exception {
        StandardStreams streams =
                new StandardStreams(InputStream.nullInputStream(), printer(out), printer(err), false, false);
        ScriptRun run = new ScriptRun(workspace, streams, true, "script", List.of(), new ErrorText(false));
        ScriptReader script = ScriptReader.of(new StringReader("loop\nprint late\n"), workspace::completeness);
        CompletableFuture<ExitCode> ended = CompletableFuture.supplyAsync(() -> run.run(script));
        workspace.looping.await();
        assertThat(run.interrupt()).isTrue();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("script:1: interrupted\n");
    }

    @Test
    void aScriptFromAFileMayAskStandardInputAndAScriptFromStandardInputMayNot() throws Exception {
        Path script = Files.writeString(folder.resolve("ask"), "ask name?\n");
        assertThat(run("Ada\n", "run", script.toString())).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<Ada>\n");
        assertThat(run("ask name?\n", "run", "-")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nobody to ask \"name?\"");
    }

    private int run(String input, String... arguments) {
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        return execute(new StandardStreams(in, printer(out), printer(err), false, false), arguments);
    }

    private int execute(StandardStreams streams, String... arguments) {
        workspace.closed = false;
        RunCommand run = new RunCommand(streams, () -> workspace);
        return Commands.execute(Commands.of(streams, () -> ExitCode.OK, List.of(run)), arguments);
    }

    private static PrintStream printer(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
