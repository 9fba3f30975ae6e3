package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs one cell after the other, each within its time, and again where it may; says why the run cannot go on. */
final class CellTurn {
    /** nbclient's tag for a cell that is expected to fail. */
    private static final String MAY_FAIL = "raises-exception";

    private static final String RETRYABLE = "retryable";

    private final ReportRequest.Rules rules;
    private final String notebook;
    private final Workspace workspace;
    private final CellRunner runner;
    private final ProgressLines progress;
    private final UnaryOperator<String> shown;
    private final Instant began;

    /** @param shown takes secrets out of what is said */
    CellTurn(
            ReportRequest.Rules rules,
            String notebook,
            Workspace workspace,
            CellRunner runner,
            ProgressLines progress,
            UnaryOperator<String> shown,
            Instant began) {
        this.rules = rules;
        this.notebook = notebook;
        this.workspace = workspace;
        this.runner = runner;
        this.progress = progress;
        this.shown = shown;
        this.began = began;
    }

    /** How a cell ended: how often it ran, and why nothing can run after it, if so. */
    record End(int attempts, Optional<Stop> stop) {}

    /**
     * Runs a cell.
     *
     * @param index where it is in the notebook
     * @param number the how-manieth it is that runs
     */
    End run(int index, int number, Cell cell, Recorder.Page page) {
        String name = notebook + " cell " + number;
        int most = 1 + (cell.hasTag(RETRYABLE) ? rules.retries() : 0);
        Duration pause = rules.retryPause();
        for (int attempt = 1; ; attempt++, pause = pause.multipliedBy(2)) {
            CellRunner.Ended ended = runner.run(workspace, name, cell.source(), page, timeLeft());
            if (attempt < most
                    && ended instanceof CellRunner.Ended.Replied replied
                    && replied.reply() instanceof Workspace.Reply.Failed failed) {
                String note =
                        "Attempt " + attempt + " of " + most + " failed: " + failed.name() + ": " + failed.message();
                progress.say("      " + shown.apply(note) + "; again in " + seconds(pause));
                if (runner.pause(pause)) {
                    page.restart(note + "\n");
                    continue;
                }
            }
            return new End(attempt, judge(index, number, name, cell, page, ended));
        }
    }

    private Optional<Stop> judge(
            int index, int number, String name, Cell cell, Recorder.Page page, CellRunner.Ended ended) {
        if (ended instanceof CellRunner.Ended.Replied replied) {
            return replied(index, number, name, cell, page, replied.reply());
        }
        if (ended instanceof CellRunner.Ended.TooLong late) {
            String message = name + " was stopped: " + limitReached();
            page.add(new Output.Failure("TimedOut", message, lines(message, late.note())));
            return Optional.of(new Stop(Ending.TIMED_OUT, index, message));
        }
        if (ended instanceof CellRunner.Ended.Died died) {
            String message = "The session died in " + name + ": " + died.cause();
            page.add(new Output.Failure("SessionDied", message, List.of(message)));
            return Optional.of(new Stop(Ending.SESSION_DIED, index, message));
        }
        String message = notebook + " was interrupted in cell " + number;
        String note = ended instanceof CellRunner.Ended.Stopped stopped ? stopped.note() : "";
        page.add(new Output.Failure("Interrupted", message, lines(message, note)));
        return Optional.of(new Stop(Ending.INTERRUPTED, index, message));
    }

    private static Optional<Stop> replied(
            int index, int number, String name, Cell cell, Recorder.Page page, Workspace.Reply reply) {
        if (reply instanceof Workspace.Reply.Done done) {
            done.result().ifPresent(result -> page.value(number, result));
        } else if (reply instanceof Workspace.Reply.Failed failed) {
            page.add(new Output.Failure(failed.name(), failed.message(), failed.traceback()));
            if (!cell.hasTag(MAY_FAIL)) {
                String message = name + " failed: " + failed.name() + ": " + failed.message();
                return Optional.of(new Stop(Ending.CELL_FAILED, index, message));
            }
        }
        return Optional.empty();
    }

    /** What the next cell may take; negative where nothing limits it. */
    private Duration timeLeft() {
        Optional<Duration> whole = rules.limit().map(limit -> limit.minus(Duration.between(began, Instant.now())));
        Duration left = whole.map(duration -> duration.isNegative() ? Duration.ZERO : duration)
                .orElse(Duration.ofSeconds(-1));
        return rules.cellLimit()
                .filter(limit -> left.isNegative() || limit.compareTo(left) < 0)
                .orElse(left);
    }

    private String limitReached() {
        boolean whole = rules.limit()
                .filter(limit -> Duration.between(began, Instant.now()).compareTo(limit) >= 0)
                .isPresent();
        return whole
                ? "the report may take " + rules.limit().map(CellTurn::seconds).orElse("no time")
                : "a cell may take " + rules.cellLimit().map(CellTurn::seconds).orElse("no time");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static List<String> lines(String message, String note) {
        return note.isEmpty() ? List.of(message) : List.of(message, note);
    }
}
