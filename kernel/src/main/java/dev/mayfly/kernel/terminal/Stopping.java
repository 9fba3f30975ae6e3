package dev.mayfly.kernel.terminal;

import java.time.Duration;
import java.util.function.Consumer;

/** What Ctrl-C and leaving do while a cell runs: the first time they stop, or warn; the second time they say or do more. */
final class Stopping {
    /** Who leaves right after Ctrl-C is not told that the cell still runs, unless it does so for longer than this. */
    private static final Duration MOST_STOPPING = Duration.ofSeconds(1);

    private final Runs runs;
    private final Consumer<String> note;
    private boolean warned;

    /** @param note tells the person a line */
    Stopping(Runs runs, Consumer<String> note) {
        this.runs = runs;
        this.note = note;
    }

    /** Stops the running cell; a second time, says how to leave. */
    void stop() {
        if (runs.isStopping()) {
            note.accept(running() + " has not stopped yet; exit leaves without it.");
            return;
        }
        int dropped = runs.stop();
        if (dropped > 0) {
            note.accept(
                    dropped == 1 ? "The cell that waited does not run." : dropped + " cells that waited do not run.");
        }
    }

    /** The person wants to leave: whether they may. Where a cell runs they are asked to say so once more. */
    boolean leaves() {
        if (runs.isStopping()) {
            runs.awaitIdle(MOST_STOPPING, () -> false);
        }
        if (runs.isBusy() && !warned) {
            warned = true;
            note.accept(running() + " still runs: once more to stop it and leave.");
            return false;
        }
        return true;
    }

    /** The person did something else: a warning does not hold any more. */
    void stays() {
        warned = false;
    }

    private String running() {
        return runs.running().map(Runs.Run::name).orElse("A cell");
    }
}
