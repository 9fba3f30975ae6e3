package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.jupyter.Rehearsal;
import dev.mayfly.kernel.terminal.Repl;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.zip.GZIPOutputStream;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.LineDisciplineTerminal;
import picocli.CommandLine.Command;

/**
 * Does once what most starts do, so that the launcher can archive the classes that it took: a script, a job over a file,
 * a line typed, a notebook's first cell. Not for people.
 */
@Command(name = "warm-up", hidden = true, description = "Loads what most starts load; the launcher's own.")
final class WarmUpCommand implements Callable<ExitCode> {
    private static final String SCRIPT = """
            var sums = mapreduce(files(args[0]))
                .map(line -> line.split(" "))
                .groupBy(f -> f[0])
                .count();
            sums
            mapreduce(files(args[1]), (String line, Emitter<String, Long> out) -> {
                    int space = line.indexOf(' ');
                    out.emit(space < 0 ? line : line.substring(0, space), 1L);
                },
                (word, counts) -> counts.sum())
            var lengths = mapreduce(files(args[1])).groupBy(line -> line.charAt(0)).percentile(line -> line.length(), 0.95);
            lengths.stream().forEach(row -> System.out.println(row.key() + "=" + row.value()));
            mapreduce(files(args[1])).filter(line -> line.contains("o")).groupBy(line -> line.trim()).sum(line -> 1)
            record Word(String text, int length) {}
            new Word("one", 3)
            """;

    private static final String TEXT = "one two\nthree\n";

    private static final int MOST_SECONDS = 60;

    private final Function<IntSupplier, Workspace> workspaces;

    WarmUpCommand(Function<IntSupplier, Workspace> workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public ExitCode call() throws IOException {
        Path folder = Files.createTempDirectory("mayfly-warm-up");
        Path file = folder.resolve("words.txt");
        Path packed = folder.resolve("words.gz");
        Path history = folder.resolve("state").resolve("history");
        try {
            Files.writeString(file, TEXT);
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
                out.write(TEXT.getBytes(StandardCharsets.UTF_8));
            }
            PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
            InputStream script = new ByteArrayInputStream(SCRIPT.getBytes(StandardCharsets.UTF_8));
            StandardStreams streams = new StandardStreams(script, nowhere, nowhere, true, false);
            RunCommand run = new RunCommand(streams, () -> workspaces.apply(() -> 80));
            ExitCode code = run.call(
                    RunCommand.STANDARD_INPUT,
                    file.toString(),
                    folder.resolve("*.gz").toString());
            loadTerminal();
            typeALine(history);
            Rehearsal.run(() -> workspaces.apply(() -> 80), folder);
            return code;
        } finally {
            Files.deleteIfExists(history);
            Files.deleteIfExists(folder.resolve("state"));
            Files.deleteIfExists(file);
            Files.deleteIfExists(packed);
            Files.deleteIfExists(folder);
        }
    }

    /** Loads what opening a terminal takes; here there is none, and a dumb one takes its place. */
    private static void loadTerminal() throws IOException {
        SystemTerminal.open().close();
        try {
            Class.forName("org.jline.terminal.impl.PosixSysTerminal");
        } catch (ClassNotFoundException e) {
            throw new IOException("JLine has no terminals any more", e);
        }
    }

    /** Types a cell, and once it has its value, half a line, a tab, and the end. */
    private void typeALine(Path history) throws IOException {
        Typist typist = new Typist();
        try (LineDisciplineTerminal terminal = new LineDisciplineTerminal(
                        "warm-up", "xterm-256color", typist, StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
                Workspace workspace = new OpeningWorkspace(() -> workspaces.apply(() -> 80))) {
            typist.types("Out[1]", () -> type(terminal, "String.val\t\u0015\u0004\u0004"));
            type(terminal, "1 + 1\r");
            // Whatever becomes of the cell, a start must not wait for this for ever.
            CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> type(terminal, "\u0004\u0004"));
            new Repl(workspace, terminal, history, Map.of(), new SessionTranscript()).run("");
        }
    }

    private static void type(LineDisciplineTerminal terminal, String keys) {
        try {
            terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something once when a text has been printed. */
    private static final class Typist extends ByteArrayOutputStream {
        private String text = "";
        private Runnable then = () -> {};

        synchronized void types(String afterText, Runnable what) {
            text = afterText;
            then = what;
        }

        @Override
        public synchronized void flush() throws IOException {
            super.flush();
            if (!text.isEmpty() && toString(StandardCharsets.UTF_8).contains(text)) {
                text = "";
                // The lines typed go through a pipe that may be full: not on the thread that prints.
                new Thread(then, "mayfly-typist").start();
            }
        }
    }
}
