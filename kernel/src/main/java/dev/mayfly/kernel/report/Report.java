package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a saved notebook again from its first cell to its last, in a session of its own, and writes what came out. It
 * stops at the first cell that fails; the outputs then show everything up to there.
 */
public final class Report {
    private final Opener opener;
    private final CellRunner runner = new CellRunner();

    /** Opens the session that a notebook runs in. */
    @FunctionalInterface
    public interface Opener {
        /** Opens a session. */
        Workspace open(Surroundings surroundings);
    }

    /**
     * What a session of a report needs to know.
     *
     * @param folder what relative paths in the notebook start from
     * @param times whether what it shows may hold times; where not, equal inputs give equal outputs
     */
    public record Surroundings(Path folder, boolean times) {}

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
        try (Outputs outputs = Outputs.of(request)) {
            ReportOrder order = order(request);
            ReportLock lock = ReportLock.take(outputs.names());
            try {
                return isUnchanged(order, outputs)
                        ? new ReportOutcome(
                                Ending.UNCHANGED,
                                order.name() + ": nothing has changed since "
                                        + outputs.witness().orElseThrow() + " was written",
                                List.of())
                        : run(request, order, outputs, new ProgressLines(progress));
            } finally {
                lock.close();
            }
        } catch (RequestException e) {
            return refused(Ending.BAD_REQUEST, e);
        } catch (ReportLock.BusyException e) {
            return refused(Ending.BUSY, e);
        } catch (ParameterException e) {
            return refused(Ending.BAD_PARAMETERS, e);
        } catch (NotebookException e) {
            return refused(Ending.BAD_NOTEBOOK, e);
        } catch (IOException e) {
            return refused(Ending.NOT_WRITTEN, e);
        }
    }

    private ReportOutcome run(ReportRequest request, ReportOrder order, Outputs outputs, ProgressLines progress) {
        Surroundings surroundings =
                new Surroundings(order.folder(), !request.form().reproducible());
        try (SessionLife session =
                new SessionLife(opener, surroundings, request.rules().cluster(), runner, progress)) {
            return new ReportRun(request, order, outputs, progress).run(session, runner);
        }
    }

    /** Checks every word of a request before anything runs. */
    private static ReportOrder order(ReportRequest request)
            throws RequestException, ParameterException, NotebookException {
        String name = request.notebook().getFileName().toString();
        String text = read(request.notebook());
        Notebook notebook = Markers.remove(NotebookReader.read(name, text));
        requireJava(name, notebook);
        Map<String, Given> given = given(request.parameters());
        ParameterValues values =
                ParameterValues.check(name, given.isEmpty() ? List.of() : declared(name, notebook), given);
        Redaction redaction = redaction(request.parameters().secrets());
        Notebook injected = values.injectInto(notebook);
        Path folder = folderOf(request.notebook());
        String sha256 = CellIds.sha256(text);
        Optional<String> fingerprint = request.form().unlessUnchanged().isEmpty()
                ? Optional.empty()
                : Optional.of(Fingerprint.of(
                        request, sha256, redaction.of(values.json().toString()), folder));
        return new ReportOrder(
                name,
                folder,
                injected,
                values,
                Selection.of(request.rules(), injected),
                redaction,
                new ReportOrder.Provenance(sha256, GitCommit.of(folder, name), fingerprint));
    }

    private static boolean isUnchanged(ReportOrder order, Outputs outputs) throws RequestException {
        if (order.provenance().fingerprint().isEmpty()) {
            return false;
        }
        Path witness = outputs.witness()
                .orElseThrow(
                        () -> new RequestException(
                                "Whether anything has changed is read from the last report: name a local .ipynb or .html output"));
        return outputs.files().stream().allMatch(Files::exists)
                && Fingerprint.in(witness).equals(order.provenance().fingerprint());
    }

    private static Map<String, Given> given(ReportRequest.Values values) throws ParameterException {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Path file : values.files()) {
            given.putAll(ParameterFile.read(file));
        }
        values.typed().forEach((name, text) -> given.put(name, new Given.Typed(text)));
        values.secrets().forEach((name, text) -> given.put(name, new Given.Hidden(text)));
        return given;
    }

    private static Redaction redaction(Map<String, String> secrets) throws ParameterException {
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            if (secret.getValue().length() < Redaction.SHORTEST) {
                throw new ParameterException("The secret " + secret.getKey() + " has fewer than " + Redaction.SHORTEST
                        + " characters: such a text is everywhere, and cannot be taken out of a report");
            }
        }
        return secrets.isEmpty() ? Redaction.NONE : Redaction.of(secrets.values());
    }

    /**
     * The parameters of a notebook, for a person: a line each with name, type, value and what it takes. Nothing runs.
     *
     * @return the lines, or the reason why there are none
     */
    public static ReportOutcome inspect(Path file) {
        try {
            String name = file.getFileName().toString();
            Notebook notebook = NotebookReader.read(name, read(file));
            requireJava(name, notebook);
            return new ReportOutcome(Ending.DONE, Inspection.of(name, declared(name, notebook)), List.of());
        } catch (NotebookException e) {
            return refused(Ending.BAD_NOTEBOOK, e);
        }
    }

    /** Stops the running cell, and with it the report; what ran so far is written. Safe from any thread. */
    public void interrupt() {
        runner.interrupt();
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
