package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** One run of one notebook: the cells in order, and the files after each. */
final class ReportRun {
    /** nbclient's tags: a cell that is expected to fail, and one that stays as it is. */
    private static final String MAY_FAIL = "raises-exception";

    private static final String SKIP = "skip-execution";

    private final ReportRequest request;
    private final String name;
    private final String hash;
    private final Path folder;
    private final ParameterValues values;
    private final Outputs outputs;
    private final ProgressLines progress;
    private final Instant began = Instant.now();
    private final Map<Integer, Recorder.Page> recorded = new LinkedHashMap<>();

    ReportRun(
            ReportRequest request,
            String name,
            String hash,
            Path folder,
            ParameterValues values,
            Outputs outputs,
            ProgressLines progress) {
        this.request = request;
        this.name = name;
        this.hash = hash;
        this.folder = folder;
        this.values = values;
        this.outputs = outputs;
        this.progress = progress;
    }

    /** Where a run stopped before its end, and why. */
    private record Stop(Ending ending, int cell, String message) {}

    ReportOutcome run(Notebook input, Workspace workspace, CellRunner runner) {
        Notebook notebook = PapermillMetadata.start(
                Version.record(input, hash), request.notebook().toString(), values, began);
        try {
            outputs.save(notebook);
            Recorder recorder = new Recorder(progress);
            Optional<Stop> stop = Optional.empty();
            int count = 0;
            int runnable =
                    (int) notebook.cells().stream().filter(ReportRun::runs).count();
            for (int i = 0; i < notebook.cells().size() && stop.isEmpty(); i++) {
                Cell cell = notebook.cells().get(i);
                Instant started = Instant.now();
                if (runs(cell)) {
                    count++;
                    progress.cellStarts(count, runnable, cell.source());
                    outputs.save(notebook.with(i, each -> PapermillMetadata.cellStarts(each, started)));
                    Recorder.Page page = recorder.begin();
                    recorded.put(i, page);
                    stop = run(i, count, cell, page, workspace, runner);
                }
                boolean failed = stop.isPresent();
                Cell executed = cell.withOutputs(List.of(), runs(cell) ? OptionalInt.of(count) : OptionalInt.empty());
                Instant now = Instant.now();
                notebook =
                        collect(notebook.with(i, each -> PapermillMetadata.cellEnds(executed, started, now, failed)));
                if (runs(cell)) {
                    progress.cellEnds(failed ? "FAILED" : "done", Duration.between(started, now));
                    outputs.save(notebook);
                }
            }
            return finish(notebook, stop);
        } catch (IOException e) {
            return new ReportOutcome(Ending.NOT_WRITTEN, String.valueOf(e.getMessage()), List.of());
        }
    }

    private Optional<Stop> run(
            int index, int count, Cell cell, Recorder.Page page, Workspace workspace, CellRunner runner) {
        CellRunner.Ended ended = runner.run(workspace, name + " cell " + count, cell.source(), page, timeLeft());
        if (ended instanceof CellRunner.Ended.Replied replied) {
            if (replied.reply() instanceof Workspace.Reply.Done done) {
                done.result().ifPresent(result -> page.value(count, result));
            } else if (replied.reply() instanceof Workspace.Reply.Failed failed) {
                page.add(new Output.Failure(failed.name(), failed.message(), failed.traceback()));
                if (!cell.hasTag(MAY_FAIL)) {
                    return Optional.of(new Stop(
                            Ending.CELL_FAILED,
                            index,
                            name + " cell " + count + " failed: " + failed.name() + ": " + failed.message()));
                }
            }
            return Optional.empty();
        }
        if (ended instanceof CellRunner.Ended.TooLong late) {
            String message = name + " cell " + count + " was stopped: " + limitReached();
            page.add(new Output.Failure("TimedOut", message, lines(message, late.note())));
            return Optional.of(new Stop(Ending.TIMED_OUT, index, message));
        }
        String message = name + " was interrupted in cell " + count;
        String note = ended instanceof CellRunner.Ended.Stopped stopped ? stopped.note() : "";
        page.add(new Output.Failure("Interrupted", message, lines(message, note)));
        return Optional.of(new Stop(Ending.INTERRUPTED, index, message));
    }

    private ReportOutcome finish(Notebook ran, Optional<Stop> stop) throws IOException {
        Instant now = Instant.now();
        Notebook notebook = PapermillMetadata.end(collect(ran), began, now, stop.isPresent());
        Notebook marked = stop.isPresent() ? Markers.add(notebook, stop.get().cell()) : notebook;
        outputs.save(marked);
        outputs.savePage(HtmlPage.of(notebook, name, folder));
        progress.say((stop.isPresent() ? "Stopped after " : "Done in ")
                + String.format(
                        Locale.ROOT, "%.1f s", Duration.between(began, now).toMillis() / 1000.0)
                + written());
        return new ReportOutcome(
                stop.map(Stop::ending).orElse(Ending.DONE),
                stop.map(Stop::message).orElse(name + " ran to its end"),
                outputs.all());
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

    /** What the next cell may take; negative where nothing limits it. */
    private Duration timeLeft() {
        Optional<Duration> whole = request.limit().map(limit -> limit.minus(Duration.between(began, Instant.now())));
        Duration left = whole.map(duration -> duration.isNegative() ? Duration.ZERO : duration)
                .orElse(Duration.ofSeconds(-1));
        return request.cellLimit()
                .filter(limit -> left.isNegative() || limit.compareTo(left) < 0)
                .orElse(left);
    }

    private String limitReached() {
        boolean whole = request.limit()
                .filter(limit -> Duration.between(began, Instant.now()).compareTo(limit) >= 0)
                .isPresent();
        return whole
                ? "the report may take " + seconds(request.limit())
                : "a cell may take " + seconds(request.cellLimit());
    }

    private static String seconds(Optional<Duration> limit) {
        return limit.map(duration -> String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0))
                .orElse("no time");
    }

    private String written() {
        return outputs.all().isEmpty()
                ? ""
                : ": " + outputs.all().stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static List<String> lines(String message, String note) {
        return note.isEmpty() ? List.of(message) : List.of(message, note);
    }

    private static boolean runs(Cell cell) {
        return cell.isCode() && !cell.source().isBlank() && !cell.hasTag(SKIP);
    }
}
