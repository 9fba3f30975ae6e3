package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mayfly run}: a script, without a prompt. */
@Command(
        name = "run",
        description = {
            "Runs a script without a prompt: Java as typed in a cell, and magics.",
            "",
            "An expression without a semicolon has its value printed. The first error ends the run; its file and line go"
                    + " to standard error. What follows the file is the script's `args`.",
            "",
            "A script has 10,000 snippets at most, each of 4 million characters at most."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mayfly run traffic.java logs/",
            "  echo 'mapreduce(files(\"logs/*.gz\")).count()' | mayfly run -",
            "  #!/usr/bin/env -S mayfly run       as the first line of an executable script"
        })
final class RunCommand implements Callable<ExitCode> {
    static final String STANDARD_INPUT = "-";

    private final StandardStreams streams;
    private final Supplier<Workspace> workspaces;

    @Parameters(index = "0", paramLabel = "FILE|-", description = "The script; - reads standard input.")
    private String file = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "What the script finds in `args`.")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(StandardStreams streams, Supplier<Workspace> workspaces) {
        this.streams = streams;
        this.workspaces = workspaces;
    }

    @Override
    public ExitCode call() throws IOException {
        if (file.startsWith("-") && !file.equals(STANDARD_INPUT)) {
            CommandLine line = Objects.requireNonNull(spec, "spec is null").commandLine();
            throw new ParameterException(line, "Unknown option: '" + file + "'");
        }
        return call(file, arguments.toArray(String[]::new));
    }

    /** Runs a script without looking at the command line. */
    ExitCode call(String script, String... args) throws IOException {
        boolean standardInput = script.equals(STANDARD_INPUT);
        String name = standardInput
                ? "standard input"
                : String.valueOf(Path.of(script).getFileName());
        try {
            return standardInput || mayRun(Path.of(script), name)
                    ? call(script, standardInput, name, List.of(args))
                    : ExitCode.FAILED;
        } catch (UnreadableException e) {
            streams.err().println("mayfly: " + e.getMessage());
            return ExitCode.INPUT;
        }
    }

    private ExitCode call(String script, boolean standardInput, String name, List<String> args) throws IOException {
        try (InputStream in = standardInput ? streams.in() : open(Path.of(script));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
                ClosedOnce<Workspace> workspace = ClosedOnce.of(workspaces.get())) {
            return run(workspace.get(), standardInput, name, reader, args);
        }
    }

    /** A file that is too long is refused before anything of it runs; of standard input nobody knows. */
    private boolean mayRun(Path script, String name) throws IOException {
        if (!Files.isRegularFile(script) || Files.size(script) < ScriptReader.MOST_PIECES) {
            return true;
        }
        try (Reader reader = new InputStreamReader(open(script), StandardCharsets.UTF_8)) {
            Optional<ScriptException> refused = ScriptReader.tooLong(reader);
            refused.ifPresent(why -> streams.err()
                    .print(ErrorText.forStreams(streams).at(name, why.line(), why.problem() + "; nothing ran")));
            return refused.isEmpty();
        }
    }

    private ExitCode run(Workspace workspace, boolean standardInput, String name, Reader reader, List<String> args) {
        ScriptRun run = new ScriptRun(workspace, streams, standardInput, name, args, ErrorText.forStreams(streams));
        Object before = Signals.register("INT", () -> stop(run));
        try {
            return run.run(ScriptReader.of(reader, workspace::completeness));
        } finally {
            Signals.unregister("INT", before);
        }
    }

    /** A script that waits for its input, or for code that does not react, is left to the end of the process. */
    private static void stop(ScriptRun run) {
        try {
            if (!run.interrupt()) {
                System.exit(ExitCode.INTERRUPTED.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InputStream open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UnreadableException(path + " is a directory: name a script, or - for standard input");
        }
        if (!Files.exists(path)) {
            throw new UnreadableException(
                    "there is no file " + path + " in " + Path.of("").toAbsolutePath());
        }
        if (!Files.isReadable(path)) {
            throw new UnreadableException("may not read " + path);
        }
        return new FileInputStream(path.toFile());
    }

    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }
}
