package dev.mayfly.kernel.display;

import dev.mayfly.engine.JobProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** How far a job is, in one line; once it has ended, what it did. */
public final class ProgressText {
    private static final int BAR = 20;
    /** An estimate from less than this is noise. */
    private static final double LEAST_PART = 0.02;

    private ProgressText() {}

    /** One line of any width, without a line break. */
    public static String line(JobProgress progress) {
        return switch (progress.phase()) {
            case WAIT -> waiting(progress);
            case MAP, REDUCE -> running(progress);
            case FINISHED -> "done: " + summary(progress);
            case FAILED -> "failed after " + summary(progress);
            case CANCELLED -> "stopped after " + summary(progress);
        };
    }

    /** One line that takes at most so many terminal cells. */
    public static String line(JobProgress progress, int width) {
        return TextWidth.cut(line(progress), width);
    }

    /** The line, and a bar for pages; static text once the job has ended. */
    public static MimeBundle bundle(JobProgress progress) {
        String line = line(progress);
        String html = "<small>" + Html.escape(line) + "</small>";
        OptionalDouble part = part(progress);
        boolean running = isRunning(progress);
        if (running && part.isPresent()) {
            html = "<progress max=\"100\" value=\"%d\"></progress> ".formatted((int) (100 * part.getAsDouble())) + html;
        }
        return MimeBundle.text(running ? bar(part) + line : line).with(MimeBundle.HTML, html);
    }

    /** How much of the current phase is done, from 0 to 1, where that can be told. */
    public static OptionalDouble part(JobProgress progress) {
        if (progress.phase() == JobProgress.Phase.REDUCE) {
            return part(progress.partitionsDone(), progress.partitions());
        }
        OptionalLong total = progress.bytesTotal();
        return total.isPresent() && total.getAsLong() > 0
                ? part(progress.bytesRead(), total.getAsLong())
                : part(progress.inputsDone(), progress.inputs());
    }

    private static OptionalDouble part(long done, long all) {
        return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, Math.max(0, (double) done / all)));
    }

    private static boolean isRunning(JobProgress progress) {
        return progress.phase() == JobProgress.Phase.MAP || progress.phase() == JobProgress.Phase.REDUCE;
    }

    private static String bar(OptionalDouble part) {
        if (part.isEmpty()) {
            return "";
        }
        int full = (int) (part.getAsDouble() * BAR);
        return "━".repeat(full) + "╌".repeat(BAR - full) + " ";
    }

    private static String running(JobProgress progress) {
        List<String> parts = new ArrayList<>();
        boolean mapping = progress.phase() == JobProgress.Phase.MAP;
        OptionalDouble part = part(progress);
        String percent = part.isPresent() ? " %d %%".formatted((int) (100 * part.getAsDouble())) : "";
        if (mapping) {
            OptionalLong total = progress.bytesTotal();
            String bytes = Figures.bytes(progress.bytesRead());
            parts.add("reading" + percent + ", "
                    + (total.isPresent() ? bytes + " of " + Figures.bytes(total.getAsLong()) : bytes));
            rate(progress).ifPresent(rate -> parts.add(Figures.bytes((long) rate) + "/s"));
            parts.add(Figures.count(progress.lines(), "line"));
            left(progress, part, parts);
        } else {
            parts.add("reducing" + percent);
            parts.add(Figures.count(progress.lines(), "line"));
            parts.add(Figures.time(progress.elapsed()) + " so far");
        }
        spilled(progress, parts);
        noted(progress, parts);
        return String.join(", ", parts);
    }

    private static String waiting(JobProgress progress) {
        String what = progress.note().isEmpty() ? "waiting" : progress.note();
        return what + ", " + Figures.time(progress.elapsed()) + " so far";
    }

    private static void noted(JobProgress progress, List<String> parts) {
        if (!progress.note().isEmpty()) {
            parts.add(progress.note());
        }
    }

    private static void left(JobProgress progress, OptionalDouble part, List<String> parts) {
        double done = part.orElse(0);
        if (done >= LEAST_PART && done < 1) {
            double seconds = progress.elapsed().toMillis() / 1000.0 * (1 - done) / done;
            long whole = Math.max(1, (long) Math.ceil(seconds));
            parts.add((whole < 60 ? whole + " s" : Figures.time(Duration.ofSeconds(whole))) + " left");
        }
    }

    private static String summary(JobProgress progress) {
        List<String> parts = new ArrayList<>();
        boolean all = progress.phase() == JobProgress.Phase.FINISHED;
        String time = Figures.time(progress.elapsed());
        String inputs = all
                ? Figures.count(progress.inputs(), "input")
                : Figures.count(progress.inputsDone()) + " of " + Figures.count(progress.inputs(), "input");
        parts.add(all ? inputs : time + ": " + inputs);
        parts.add(Figures.count(progress.lines(), "line"));
        parts.add(Figures.bytes(progress.bytesRead()) + (all ? " in " + time : ""));
        if (all) {
            rate(progress).ifPresent(rate -> parts.add(Figures.bytes((long) rate) + "/s"));
        }
        spilled(progress, parts);
        return String.join(", ", parts);
    }

    private static OptionalDouble rate(JobProgress progress) {
        double seconds = progress.elapsed().toNanos() / 1e9;
        return seconds < 0.05 || progress.bytesRead() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(progress.bytesRead() / seconds);
    }

    private static void spilled(JobProgress progress, List<String> parts) {
        if (progress.spilledBytes() > 0) {
            parts.add(Figures.bytes(progress.spilledBytes()) + " spilled");
        }
    }
}
