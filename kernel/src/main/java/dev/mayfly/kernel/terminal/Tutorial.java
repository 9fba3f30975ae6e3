package dev.mayfly.kernel.terminal;

import java.util.List;
import java.util.Optional;

/** Five steps over the sample log: each says what comes, and has its cell typed already. */
final class Tutorial {
    private record Step(String says, String code) {}

    private static final List<Step> STEPS = List.of(
            new Step(
                    "1 of 5. A log of 120,000 requests is made for you, and named. Enter runs what is typed below.",
                    "var logs = files(dev.mayfly.kernel.samples.SampleLog.folder());"),
            new Step(
                    "2 of 5. A job reads every line of every file. How many answers were errors of the server?",
                    "mapreduce(logs).grep(\"HTTP/[0-9.]+\\\" 5[0-9][0-9] \").count()"),
            new Step(
                    "3 of 5. Group and count: which status how often? Change what is typed before you run it, if you like.",
                    "mapreduce(logs).map(line -> line.split(\" \")).groupBy(f -> f[8]).count()"),
            new Step(
                    "4 of 5. The slowest pages: the 95th percentile of the latency, its five highest, as a chart.",
                    """
                    mapreduce(logs)
                        .map(line -> line.split(" "))
                        .groupBy(f -> f[6])
                        .percentile(f -> Integer.parseInt(f[f.length - 1]), 0.95)
                        .top(5)
                        .chart()"""),
            new Step(
                    "5 of 5. Your own record works inside a job, too. `_` is the value before, out(3) that of Out[3].",
                    """
                    record Hit(String path, long bytes) {}
                    mapreduce(logs)
                        .map(line -> line.split(" "))
                        .map(f -> new Hit(f[6], Long.parseLong(f[9])))
                        .groupBy(hit -> hit.path())
                        .sum(hit -> hit.bytes())
                        .top(5)"""));

    private static final String END =
            "That was all. %save first.ipynb keeps this session as a notebook; help shows the keys.";

    private int next;
    private boolean running;

    /** Starts from the first step. */
    void begin() {
        next = 0;
        running = true;
    }

    /** The next step's text and code, once; at the end text alone. */
    Optional<Shown> next() {
        if (!running) {
            return Optional.empty();
        }
        if (next == STEPS.size()) {
            running = false;
            return Optional.of(new Shown(END, ""));
        }
        Step step = STEPS.get(next++);
        return Optional.of(new Shown(step.says(), step.code()));
    }

    /** What to say, and what to type for the person. */
    record Shown(String says, String code) {}
}
