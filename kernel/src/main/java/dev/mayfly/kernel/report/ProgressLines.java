package dev.mayfly.kernel.report;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.ProgressText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Says on a terminal or in a log how far a report is: a line for each cell, and one now and then for a long job. */
final class ProgressLines {
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final int WIDTH = 60;

    private final PrintStream out;
    private final Map<String, Duration> lastSaid = new HashMap<>();
    private String open = "";

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        breakLine();
        out.println(line);
        out.flush();
    }

    synchronized void cellStarts(int number, int of, String code) {
        breakLine();
        open = "[" + number + "/" + of + "]";
        out.print(open + " " + shorten(code));
        out.flush();
    }

    synchronized void cellEnds(String how, Duration time) {
        out.println((open.isEmpty() ? "   " : "  ") + how + String.format(Locale.ROOT, " %.1f s", seconds(time)));
        out.flush();
        open = "";
    }

    synchronized void job(RunningJob job, JobProgress state) {
        boolean ended =
                switch (state.phase()) {
                    case WAIT, MAP, REDUCE -> false;
                    case FINISHED, FAILED, CANCELLED -> true;
                };
        Duration last = lastSaid.getOrDefault(job.id(), Duration.ZERO);
        if (ended) {
            lastSaid.remove(job.id());
        }
        if (state.elapsed().minus(last).compareTo(BETWEEN) < 0) {
            return;
        }
        if (!ended) {
            lastSaid.put(job.id(), state.elapsed());
        }
        breakLine();
        out.println("      " + ProgressText.line(state));
        out.flush();
    }

    private void breakLine() {
        if (!open.isEmpty()) {
            out.println();
            open = "";
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** The first line of the code that says something. */
    private static String shorten(String code) {
        String line = code.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !each.startsWith("import "))
                .findFirst()
                .orElse("");
        String shown = line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
        return shown.chars().anyMatch(Character::isISOControl) ? shown.replaceAll("\\p{Cntrl}", " ") : shown;
    }
}
