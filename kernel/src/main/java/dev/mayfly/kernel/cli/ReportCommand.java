package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.report.Report;
import dev.mayfly.kernel.report.ReportOutcome;
import dev.mayfly.kernel.report.ReportRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mayfly report}: a notebook, run again. */
@Command(
        name = "report",
        description = {
            "Runs a notebook again, from its first cell to its last, in a session of its own.",
            "",
            "Stops at the first cell that fails; the outputs then show everything up to there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mayfly report notebooks/quickstart.ipynb -o out.html",
            "  mayfly report traffic.ipynb -p day=2026-11-22 -p top=20 -o traffic.ipynb.html -o traffic-run.ipynb"
        })
final class ReportCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Report.Opener opener;

    @Parameters(paramLabel = "NB.ipynb", description = "The notebook.")
    private Path notebook = Path.of("");

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A value in place of the one in the cell tagged \"parameters\". May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "What to write, by its ending: .html or .ipynb. May be repeated.")
    private List<Path> outputs = new ArrayList<>();

    @Option(names = "--cell-limit", paramLabel = "SECONDS", description = "How long one cell may take.")
    private OptionalInt cellLimit = OptionalInt.empty();

    @Option(names = "--limit", paramLabel = "SECONDS", description = "How long all cells together may take.")
    private OptionalInt limit = OptionalInt.empty();

    ReportCommand(StandardStreams streams, Report.Opener opener) {
        this.streams = streams;
        this.opener = opener;
    }

    @Override
    public ExitCode call() {
        Report report = new Report(opener);
        Object before = Signals.register("INT", report::interrupt);
        try {
            ReportOutcome outcome = report.run(
                    new ReportRequest(notebook, parameters, outputs, seconds(cellLimit), seconds(limit)),
                    streams.err());
            streams.err().println(ErrorText.forStreams(streams).shown(outcome.message()));
            return exitCode(outcome.ending());
        } finally {
            Signals.unregister("INT", before);
        }
    }

    private static Optional<Duration> seconds(OptionalInt count) {
        return count.isPresent() ? Optional.of(Duration.ofSeconds(count.getAsInt())) : Optional.empty();
    }

    private static ExitCode exitCode(ReportOutcome.Ending ending) {
        return switch (ending) {
            case DONE -> ExitCode.OK;
            case BAD_REQUEST, BAD_PARAMETERS -> ExitCode.USAGE;
            case BAD_NOTEBOOK, NOT_WRITTEN -> ExitCode.INPUT;
            case CELL_FAILED -> ExitCode.FAILED;
            case TIMED_OUT -> ExitCode.TIMED_OUT;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
        };
    }
}
