package dev.mayfly.notebooks;

import dev.mayfly.kernel.cell.WorkspaceOptions;
import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.report.Report;
import dev.mayfly.kernel.report.ReportOutcome;
import dev.mayfly.kernel.report.ReportRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The notebooks of this module, run as reports. */
final class Gallery {
    private Gallery() {}

    static Path path(String notebook) {
        return Path.of(System.getProperty("mayfly.root"), "notebooks", notebook);
    }

    static ReportOutcome run(String notebook, Map<String, String> parameters, List<Path> outputs) {
        return new Report(around -> Workspaces.open(WorkspaceOptions.standard().withFolder(around.folder())))
                .run(
                        ReportRequest.of(path(notebook), parameters, outputs),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }
}
