package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs a saved notebook again from its first cell to its last, in a session of its own, and writes what came out. It
 * stops at the first cell that fails; the outputs then show everything up to there.
 */
public final class Report {
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Opener opener;
    private final CellRunner runner = new CellRunner();

    /** Opens the session that a notebook runs in. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a session.
         *
         * @param folder what relative paths in the notebook start from
         */
        Workspace open(Path folder);
    }

    /** A report that can run once. */
    public Report(Opener opener) {
        this.opener = opener;
    }

    /**
     * Runs the notebook and writes the outputs. Never throws for what is wrong with the notebook, its parameters, its
     * cells or the outputs: the outcome says it.
     *
     * @param progress gets a line for each cell as it runs
     */
    public ReportOutcome run(ReportRequest request, PrintStream progress) {
        try {
            Outputs outputs = Outputs.of(request);
            String name = request.notebook().getFileName().toString();
            String text = read(request.notebook());
            Notebook notebook = Markers.remove(NotebookReader.read(name, text));
            requireJava(name, notebook);
            List<Parameter> declared = request.parameters().isEmpty() ? List.of() : declared(name, notebook);
            ParameterValues values = ParameterValues.check(name, declared, request.parameters());
            Path folder = folderOf(request.notebook());
            ReportRun run = new ReportRun(
                    request, name, CellIds.sha256(text), folder, values, outputs, new ProgressLines(progress));
            Workspace workspace = opener.open(folder);
            try {
                return run.run(values.injectInto(notebook), workspace, runner);
            } finally {
                close(workspace);
            }
        } catch (RequestException e) {
            return refused(Ending.BAD_REQUEST, e);
        } catch (ParameterException e) {
            return refused(Ending.BAD_PARAMETERS, e);
        } catch (NotebookException e) {
            return refused(Ending.BAD_NOTEBOOK, e);
        }
    }

    /** Stops the running cell, and with it the report; what ran so far is written. Safe from any thread. */
    public void interrupt() {
        runner.interrupt();
    }

    /** Closes the session; not waiting forever, since a cell that was left behind may hold it. */
    private static void close(Workspace workspace) {
        Thread closing = new Thread(workspace::close, "report end");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path folderOf(Path notebook) {
        Path folder = notebook.toAbsolutePath().normalize().getParent();
        return folder == null ? notebook.toAbsolutePath() : folder;
    }

    private static ReportOutcome refused(Ending ending, Exception reason) {
        return new ReportOutcome(ending, String.valueOf(reason.getMessage()), List.of());
    }

    private static String read(Path file) throws NotebookException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new NotebookException("There is no notebook " + file, e);
        } catch (CharacterCodingException e) {
            throw new NotebookException(file + " is not a notebook: it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new NotebookException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireJava(String name, Notebook notebook) throws NotebookException {
        var metadata = notebook.metadata();
        String language = metadata.path("kernelspec")
                .path("language")
                .asText(metadata.path("language_info").path("name").asText("java"));
        if (!language.equalsIgnoreCase("java")) {
            throw new NotebookException(name + " is a notebook in " + language + ", and Mayfly runs Java");
        }
    }

    private static List<Parameter> declared(String name, Notebook notebook) throws NotebookException {
        try {
            return ParameterReader.of(notebook);
        } catch (NotebookException e) {
            throw new NotebookException(
                    "The cell of " + name + " tagged \"" + ParameterReader.TAG + "\" is no Java: " + e.getMessage(), e);
        }
    }
}
