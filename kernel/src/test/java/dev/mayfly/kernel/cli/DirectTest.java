package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which starts need no parser of command lines, and that they do what picocli would have had them do. */
class DirectTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final SmallWorkspace workspace = new SmallWorkspace();
    private final StandardStreams streams = new StandardStreams(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);

    private Optional<Callable<ExitCode>> command(String... arguments) {
        return Direct.command(arguments, streams, () -> ExitCode.BUSY, () -> workspace);
    }

    @Test
    void withoutArgumentsTheTerminalRuns() {
        assertThat(Direct.execute(command().orElseThrow(), streams)).isEqualTo(ExitCode.BUSY.code());
    }

    @Test
    void aScriptHasItsArguments(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "fail args\n");
        int code =
                Direct.execute(command("run", script.toString(), "--help", "-x").orElseThrow(), streams);
        assertThat(code).isEqualTo(ExitCode.FAILED.code());
        assertThat(String.join("\n", workspace.codes)).contains("\"--help\", \"-x\"");
    }

    @Test
    void aFileThatIsMissingIsTold() {
        assertThat(Direct.execute(command("run", "/nowhere/script").orElseThrow(), streams))
                .isEqualTo(ExitCode.INPUT.code());
        assertThat(Direct.execute(command("kernel", "/nowhere/kernel.json").orElseThrow(), streams))
                .isEqualTo(ExitCode.INPUT.code());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("/nowhere/script")
                .contains("/nowhere/kernel.json");
    }

    @Test
    void aDefectIsToldWhole() {
        Callable<ExitCode> broken = () -> {
            throw new IllegalStateException("broken");
        };
        assertThat(Direct.execute(broken, streams)).isEqualTo(ExitCode.INTERNAL.code());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a defect in Mayfly")
                .contains("IllegalStateException: broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run",
                "run --help",
                "run -x",
                "run @file",
                "run file @file",
                "kernel",
                "kernel a b",
                "doctor",
                "report nb.ipynb"
            })
    void whatNeedsAParserIsLeftToIt(String line) {
        assertThat(command(line.split(" "))).isEmpty();
    }
}
