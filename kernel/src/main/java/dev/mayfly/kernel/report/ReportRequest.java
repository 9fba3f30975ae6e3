package dev.mayfly.kernel.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to run, and what to write.
 *
 * @param notebook an .ipynb of nbformat 4
 * @param parameters the values for its parameters
 * @param outputs what to write, each by its ending, .ipynb, .html or .pdf: a file, or {@code s3://bucket/key}
 * @param rules how the cells run
 * @param form how the outputs look, and when they are written
 */
public record ReportRequest(Path notebook, Values parameters, List<String> outputs, Rules rules, Form form) {
    public ReportRequest {
        outputs = List.copyOf(outputs);
    }

    /** A request without limits. */
    public static ReportRequest of(Path notebook, Map<String, String> parameters, List<Path> outputs) {
        return new ReportRequest(
                notebook,
                Values.typed(parameters),
                outputs.stream().map(Path::toString).toList(),
                Rules.STANDARD,
                Form.STANDARD);
    }

    /** This request with other rules. */
    public ReportRequest with(Rules other) {
        return new ReportRequest(notebook, parameters, outputs, other, form);
    }

    /** This request with another form of outputs. */
    public ReportRequest with(Form other) {
        return new ReportRequest(notebook, parameters, outputs, rules, other);
    }

    /** This request with other values for the parameters. */
    public ReportRequest with(Values other) {
        return new ReportRequest(notebook, other, outputs, rules, form);
    }

    /**
     * Values for parameters.
     *
     * @param files YAML or JSON, the later before the earlier
     * @param typed name to value, before those of the files
     * @param secrets like {@code typed}; these values are taken out of everything that is written or said
     */
    public record Values(List<Path> files, Map<String, String> typed, Map<String, String> secrets) {
        public Values {
            files = List.copyOf(files);
            typed = Collections.unmodifiableMap(new LinkedHashMap<>(typed));
            secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
        }

        /** Values as they are typed on a command line. */
        public static Values typed(Map<String, String> typed) {
            return new Values(List.of(), typed, Map.of());
        }

        /** Names the secrets, without their values. */
        @Override
        public String toString() {
            return "Values[files=" + files + ", typed=" + typed + ", secrets=" + secrets.keySet() + "]";
        }
    }

    /**
     * How the cells run.
     *
     * @param cellLimit how long one cell may take
     * @param limit how long all cells together may take
     * @param retries how often a failed cell that is tagged {@code retryable} runs again
     * @param retryPause how long before it does for the first time; twice as long before each further one
     * @param skipTags cells with one of these tags do not run
     * @param onlyTags where there are any, cells without one of these tags do not run, the parameters aside
     * @param cluster the workers to run on, for as long as the report runs; nothing for this machine
     */
    public record Rules(
            Optional<Duration> cellLimit,
            Optional<Duration> limit,
            int retries,
            Duration retryPause,
            Set<String> skipTags,
            Set<String> onlyTags,
            Optional<Workers> cluster) {
        /** One second, two seconds, four seconds. */
        public static final Duration PAUSE = Duration.ofSeconds(1);

        /** Every cell once, for as long as it takes, on this machine. */
        public static final Rules STANDARD =
                new Rules(Optional.empty(), Optional.empty(), 0, PAUSE, Set.of(), Set.of(), Optional.empty());

        public Rules {
            if (retries < 0) {
                throw new IllegalArgumentException("retries must be 0 or more; got " + retries);
            }
            skipTags = Collections.unmodifiableSet(new LinkedHashSet<>(skipTags));
            onlyTags = Collections.unmodifiableSet(new LinkedHashSet<>(onlyTags));
        }

        /** These rules with limits. */
        public Rules within(Optional<Duration> cell, Optional<Duration> whole) {
            return new Rules(cell, whole, retries, retryPause, skipTags, onlyTags, cluster);
        }

        /** These rules with further runs of cells that are tagged {@code retryable}. */
        public Rules retrying(int times, Duration pause) {
            return new Rules(cellLimit, limit, times, pause, skipTags, onlyTags, cluster);
        }

        /** These rules for a selection of the cells. */
        public Rules tagged(Set<String> skip, Set<String> only) {
            return new Rules(cellLimit, limit, retries, retryPause, skip, only, cluster);
        }

        /** These rules on a cluster. */
        public Rules on(Workers workers) {
            return new Rules(cellLimit, limit, retries, retryPause, skipTags, onlyTags, Optional.of(workers));
        }
    }

    /**
     * A cluster that lives as long as the report runs.
     *
     * @param count how many workers
     * @param provider where, unless the spec says it
     * @param spec a JSON file that says what the cluster is made of
     * @param limit how long it may take to come up
     */
    public record Workers(int count, Optional<String> provider, Optional<Path> spec, Optional<Duration> limit) {}

    /**
     * How the outputs look, and when they are written.
     *
     * @param reproducible whether times are left out, so that equal inputs give equal bytes
     * @param hideInput whether pages show no code
     * @param keepGood whether a run that fails leaves the outputs of the last good one, and writes beside them
     * @param unlessUnchanged files, patterns, or prefixes in S3: where nothing of them has changed since the outputs
     *     were written, nothing runs
     */
    public record Form(boolean reproducible, boolean hideInput, boolean keepGood, List<String> unlessUnchanged) {
        /** Everything, always. */
        public static final Form STANDARD = new Form(false, false, false, List.of());

        public Form {
            unlessUnchanged = List.copyOf(unlessUnchanged);
        }
    }
}
