package dev.mayfly.kernel.cli;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.display.ProgressText;
import java.io.PrintStream;

/** One line on a terminal that follows a job and is gone when anything else is printed. */
final class ProgressLine {
    private static final int WIDTH = 79;
    private static final String TO_LINE_START_AND_ERASE = "\r\u001B[K";

    private final PrintStream out;
    private boolean shown;

    ProgressLine(PrintStream out) {
        this.out = out;
    }

    void show(JobProgress progress) {
        erase();
        switch (progress.phase()) {
            case WAIT, MAP, REDUCE -> {
                out.print(ProgressText.line(progress, WIDTH));
                out.flush();
                shown = true;
            }
            case FINISHED, FAILED, CANCELLED -> {}
        }
    }

    void erase() {
        if (shown) {
            out.print(TO_LINE_START_AND_ERASE);
            out.flush();
            shown = false;
        }
    }
}
