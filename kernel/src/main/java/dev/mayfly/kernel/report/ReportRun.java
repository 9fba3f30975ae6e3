package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One run of one notebook: the cells in order, and the outputs after each. */
final class ReportRun {
    private final ReportRequest request;
    private final ReportOrder order;
    private final Outputs outputs;
    private final ProgressLines progress;
    private final Instant began = Instant.now();
    private final JobLog jobs = new JobLog();
    private final Map<Integer, Recorder.Page> recorded = new LinkedHashMap<>();
    private boolean saidUnsaved;

    ReportRun(ReportRequest request, ReportOrder order, Outputs outputs, ProgressLines progress) {
        this.request = request;
        this.order = order;
        this.outputs = outputs;
        this.progress = progress;
    }

    /** Runs the cells; {@code workspace} is asked for only once the outputs have proved to be writable. */
    ReportOutcome run(SessionLife session, CellRunner runner) {
        Notebook notebook = PapermillMetadata.start(
                Version.record(order.notebook(), order.provenance()),
                request.notebook().toString(),
                order.values(),
                began);
        try {
            outputs.save(shown(notebook));
            session.begin();
            return finish(cells(notebook, session.workspace(), runner), session);
        } catch (SessionLife.PhaseException e) {
            return phaseFailed(notebook, e);
        } catch (IOException e) {
            return new ReportOutcome(
                    Ending.NOT_WRITTEN, order.redaction().of(String.valueOf(e.getMessage())), outputs.written());
        }
    }

    /** The notebook as far as it ran. */
    private record Ran(Notebook notebook, Optional<Stop> stop) {}

    private Ran cells(Notebook start, Workspace workspace, CellRunner runner) {
        Notebook notebook = start;
        Selection selection = order.selection();
        Recorder recorder = new Recorder(progress, jobs);
        CellTurn turn =
                new CellTurn(request.rules(), order.name(), workspace, runner, progress, order.redaction()::of, began);
        int runnable = (int) notebook.cells().stream().filter(selection::runs).count();
        int count = 0;
        for (int i = 0; i < notebook.cells().size(); i++) {
            Cell cell = notebook.cells().get(i);
            Instant started = Instant.now();
            if (!selection.runs(cell)) {
                // A cell that was left out stays pending: it has not run.
                notebook = selection.isLeftOut(cell)
                        ? notebook
                        : notebook.with(i, each -> PapermillMetadata.cellEnds(each, started, started, false));
                continue;
            }
            count++;
            progress.cellStarts(count, runnable, order.redaction().of(cell.source()));
            save(notebook.with(i, each -> PapermillMetadata.cellStarts(each, started)));
            Recorder.Page page = recorder.begin(count);
            recorded.put(i, page);
            CellTurn.End end = turn.run(i, count, cell, page);
            boolean failed = end.stop().isPresent();
            Instant now = Instant.now();
            Cell executed = attempts(cell, end.attempts()).withOutputs(List.of(), OptionalInt.of(count));
            notebook = collect(notebook.with(i, each -> PapermillMetadata.cellEnds(executed, started, now, failed)));
            progress.cellEnds(failed ? "FAILED" : "done", Duration.between(started, now));
            save(notebook);
            if (failed) {
                return new Ran(notebook, end.stop());
            }
        }
        return new Ran(notebook, Optional.empty());
    }

    private static Cell attempts(Cell cell, int attempts) {
        if (attempts == 1) {
            return cell;
        }
        ObjectNode metadata = cell.metadata();
        metadata.withObjectProperty(Version.FIELD).put("attempts", attempts);
        return cell.withMetadata(metadata);
    }

    private ReportOutcome finish(Ran ran, SessionLife session) throws IOException {
        Instant now = Instant.now();
        Optional<String> left = session.end();
        boolean failed = ran.stop().isPresent();
        Notebook notebook = facts(PapermillMetadata.end(collect(ran.notebook()), began, now, failed), session);
        Notebook marked = failed ? Markers.add(notebook, ran.stop().get().cell()) : notebook;
        write(notebook, marked, !failed);
        progress.say((failed ? "Stopped after " : "Done in ")
                + String.format(
                        Locale.ROOT, "%.1f s", Duration.between(began, now).toMillis() / 1000.0)
                + (outputs.written().isEmpty() ? "" : ": " + String.join(", ", outputs.written())));
        left.ifPresent(message -> progress.say(order.redaction().of(message)));
        Ending ending = ran.stop().map(Stop::ending).orElse(left.isPresent() ? Ending.CLUSTER_LEFT : Ending.DONE);
        String message = ran.stop().map(Stop::message).or(() -> left).orElse(order.name() + " ran to its end");
        return new ReportOutcome(ending, order.redaction().of(message), outputs.written());
    }

    /** Where the cluster did not come up, no cell ran, and the outputs say why. */
    private ReportOutcome phaseFailed(Notebook start, SessionLife.PhaseException failure) {
        Notebook notebook = PapermillMetadata.end(start, began, Instant.now(), true);
        Notebook told = Markers.onTop(notebook, failure.getMessage());
        try {
            write(told, told, false);
        } catch (IOException e) {
            progress.say(String.valueOf(e.getMessage()));
        }
        return new ReportOutcome(Ending.CLUSTER_FAILED, order.redaction().of(failure.getMessage()), outputs.written());
    }

    /** Writes every output; the pages also where the notebook could not be written. */
    private void write(Notebook notebook, Notebook marked, boolean good) throws IOException {
        Notebook shown = shown(notebook);
        IOException failure = null;
        try {
            outputs.saveEnded(shown(marked), good);
        } catch (IOException e) {
            failure = e;
        }
        if (outputs.has(Target.Kind.PAGE) || outputs.has(Target.Kind.PDF)) {
            String page = HtmlPage.of(
                    shown, order.name(), order.folder(), request.form().hideInput());
            try {
                outputs.savePages(Target.Kind.PAGE, page.getBytes(StandardCharsets.UTF_8), good);
                if (outputs.has(Target.Kind.PDF)) {
                    PdfMaker.Pdf pdf = PdfMaker.make(page);
                    progress.say("PDF by " + pdf.maker());
                    outputs.savePages(Target.Kind.PDF, pdf.content(), good);
                }
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Saves the notebook while it runs: where that fails, the cells go on, and the end tries again. */
    private void save(Notebook notebook) {
        try {
            outputs.save(shown(notebook));
        } catch (IOException e) {
            if (!saidUnsaved) {
                saidUnsaved = true;
                progress.say(e.getMessage() + "; the report goes on, and is written at its end");
            }
        }
    }

    private Notebook facts(Notebook notebook, SessionLife session) {
        ObjectNode metadata = notebook.metadata();
        ObjectNode ours = metadata.withObjectProperty(Version.FIELD);
        jobs.write(ours);
        session.write(ours);
        return notebook.withMetadata(metadata);
    }

    /** The notebook as others may see it. */
    private Notebook shown(Notebook notebook) {
        Notebook clean = order.redaction().of(notebook);
        if (!request.form().reproducible()) {
            return clean;
        }
        ObjectNode metadata = clean.metadata();
        JobLog.untimed(metadata.withObjectProperty(Version.FIELD));
        return PapermillMetadata.untimed(clean.withMetadata(metadata));
    }

    /** The notebook with what every cell has shown so far, threads that outlived their cell included. */
    private Notebook collect(Notebook notebook) {
        List<Cell> cells = new ArrayList<>(notebook.cells());
        recorded.forEach((index, page) -> {
            Cell cell = cells.get(index);
            cells.set(index, cell.withOutputs(page.outputs(), cell.executionCount()));
        });
        return notebook.withCells(cells);
    }
}
