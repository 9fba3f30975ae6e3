package dev.mayfly.kernel.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run, and what to write.
 *
 * @param notebook an .ipynb of nbformat 4
 * @param parameters name to value, as typed, in that order
 * @param outputs files to write, each by its ending: .ipynb or .html
 * @param cellLimit how long one cell may take
 * @param limit how long all cells together may take
 */
public record ReportRequest(
        Path notebook,
        Map<String, String> parameters,
        List<Path> outputs,
        Optional<Duration> cellLimit,
        Optional<Duration> limit) {
    public ReportRequest {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        outputs = List.copyOf(outputs);
    }

    /** A request without time limits. */
    public static ReportRequest of(Path notebook, Map<String, String> parameters, List<Path> outputs) {
        return new ReportRequest(notebook, parameters, outputs, Optional.empty(), Optional.empty());
    }
}
