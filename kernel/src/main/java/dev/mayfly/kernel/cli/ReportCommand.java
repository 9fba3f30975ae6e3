package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.report.Report;
import dev.mayfly.kernel.report.ReportOutcome;
import dev.mayfly.kernel.report.ReportRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "  mayfly report traffic.ipynb -p day=2026-11-22 -p top=20 -o traffic.html -o traffic-run.ipynb",
            "  mayfly report traffic.ipynb --params night.yaml --secret token --keep-good -o s3://bucket/traffic.html"
        })
final class ReportCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Report.Opener opener;

    @Parameters(paramLabel = "NB.ipynb", description = "The notebook.")
    private Path notebook = Path.of("");

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A value in place of the one in the cell tagged \"parameters\", checked against its type. "
                    + "A list as a,b,c or [\"a\", \"b\"]. May be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--params",
            paramLabel = "FILE",
            description = "Values from a YAML or JSON file, by name; -p comes before them. May be repeated.")
    private List<Path> parameterFiles = new ArrayList<>();

    @Option(
            names = "--secret",
            paramLabel = "NAME[=VALUE]",
            description = "Like -p, but the value is taken out of everything that is written or said. =@FILE reads it "
                    + "from a file; without a value it comes from the environment variable NAME.")
    private List<String> secrets = new ArrayList<>();

    @Option(
            names = "--inspect",
            description = "List the notebook's parameters with their types and values; run nothing.")
    private boolean inspect;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "What to write, by its ending: .html, .pdf or .ipynb; a file or s3://bucket/key. May be repeated.")
    private List<String> outputs = new ArrayList<>();

    @Option(names = "--hide-input", description = "Pages and PDF without code.")
    private boolean hideInput;

    @Option(names = "--reproducible", description = "Leave out times, so that equal inputs give equal bytes.")
    private boolean reproducible;

    @Option(
            names = "--keep-good",
            description = "Leave the outputs of the last good run where this one fails: it is written beside them, as "
                    + "NAME.failed.html; while it runs, as NAME.running.ipynb.")
    private boolean keepGood;

    @Option(
            names = "--if-changed",
            paramLabel = "INPUTS",
            description = "Do nothing where neither these files or s3://bucket/prefix/, nor notebook and parameters, "
                    + "have changed since the outputs were written. May be repeated.")
    private List<String> ifChanged = new ArrayList<>();

    @Option(names = "--skip-tag", paramLabel = "TAG", description = "Do not run cells with this tag. May be repeated.")
    private Set<String> skipTags = new LinkedHashSet<>();

    @Option(
            names = "--only-tag",
            paramLabel = "TAG",
            description = "Run only cells with this tag, and the parameters. May be repeated.")
    private Set<String> onlyTags = new LinkedHashSet<>();

    @Option(
            names = "--retry",
            paramLabel = "N",
            description =
                    "Run a failed cell that is tagged \"retryable\" up to N more times, after 1, 2, 4 ... seconds.")
    private int retries;

    @Option(names = "--cell-limit", paramLabel = "SECONDS", description = "How long one cell may take.")
    private Optional<Integer> cellLimit = Optional.empty();

    @Option(names = "--limit", paramLabel = "SECONDS", description = "How long all cells together may take.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--cluster",
            paramLabel = "N",
            description = "Bring a cluster of N workers up first, and down at the end, whatever fails.")
    private Optional<Integer> workers = Optional.empty();

    @Option(names = "--provider", paramLabel = "NAME", description = "Where the cluster is: ec2 or local.")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--cluster-spec", paramLabel = "FILE", description = "What the cluster is made of, as JSON.")
    private Optional<Path> clusterSpec = Optional.empty();

    @Option(
            names = "--cluster-limit",
            paramLabel = "SECONDS",
            description = "How long the cluster may take to come up; 900 where nothing is said.")
    private Optional<Integer> clusterLimit = Optional.empty();

    ReportCommand(StandardStreams streams, Report.Opener opener) {
        this.streams = streams;
        this.opener = opener;
    }

    @Override
    public ExitCode call() {
        if (inspect) {
            ReportOutcome found = Report.inspect(notebook);
            (found.ending() == ReportOutcome.Ending.DONE ? streams.out() : streams.err()).println(found.message());
            return exitCode(found.ending());
        }
        Optional<String> wrong = wrongNumber();
        if (wrong.isPresent()) {
            return refuse(wrong.get(), ExitCode.USAGE);
        }
        Map<String, String> hidden = new LinkedHashMap<>();
        for (String secret : secrets) {
            Optional<String> problem = addSecret(secret, hidden);
            if (problem.isPresent()) {
                return refuse(problem.get(), ExitCode.PARAMETERS);
            }
        }
        Report report = new Report(opener);
        Object before = Signals.register("INT", report::interrupt);
        Object beforeTerm = Signals.register("TERM", report::interrupt);
        try {
            ReportOutcome outcome = report.run(request(hidden), streams.err());
            return refuse(outcome.message(), exitCode(outcome.ending()));
        } finally {
            Signals.unregister("INT", before);
            Signals.unregister("TERM", beforeTerm);
        }
    }

    private ReportRequest request(Map<String, String> hidden) {
        ReportRequest.Rules rules = ReportRequest.Rules.STANDARD
                .within(seconds(cellLimit), seconds(limit))
                .retrying(retries, ReportRequest.Rules.PAUSE)
                .tagged(skipTags, onlyTags);
        if (workers.isPresent()) {
            rules = rules.on(new ReportRequest.Workers(
                    workers.get(), provider, clusterSpec, clusterLimit.map(Duration::ofSeconds)));
        }
        return new ReportRequest(
                notebook,
                new ReportRequest.Values(parameterFiles, parameters, hidden),
                outputs,
                rules,
                new ReportRequest.Form(reproducible, hideInput, keepGood, ifChanged));
    }

    /** Puts a secret to the others, or says why it cannot be. */
    private static Optional<String> addSecret(String secret, Map<String, String> hidden) {
        int equals = secret.indexOf('=');
        String name = equals < 0 ? secret : secret.substring(0, equals);
        String value = equals < 0 ? System.getenv(name) : secret.substring(equals + 1);
        if (value == null) {
            return Optional.of("The secret " + name + " has no value: there is no environment variable of that name; "
                    + "set it, or use --secret " + name + "=@FILE");
        }
        if (value.startsWith("@")) {
            try {
                value = Files.readString(Path.of(value.substring(1))).strip();
            } catch (IOException e) {
                return Optional.of("Cannot read the secret " + name + ": " + e.getMessage());
            }
        }
        hidden.put(name, value);
        return Optional.empty();
    }

    private Optional<String> wrongNumber() {
        if (retries < 0) {
            return Optional.of("--retry needs 0 or more; got " + retries);
        }
        if (workers.isPresent() && workers.get() < 1) {
            return Optional.of("--cluster needs 1 worker or more; got " + workers.get());
        }
        boolean negative =
                Stream.of(cellLimit, limit, clusterLimit).anyMatch(each -> each.isPresent() && each.get() < 1);
        if (negative) {
            return Optional.of("a limit needs 1 second or more");
        }
        boolean strays = workers.isEmpty() && (provider.isPresent() || clusterSpec.isPresent());
        return strays ? Optional.of("--provider and --cluster-spec need --cluster N") : Optional.empty();
    }

    private ExitCode refuse(String message, ExitCode code) {
        streams.err().println(ErrorText.forStreams(streams).shown(message));
        return code;
    }

    private static Optional<Duration> seconds(Optional<Integer> count) {
        return count.map(Duration::ofSeconds);
    }

    private static ExitCode exitCode(ReportOutcome.Ending ending) {
        return switch (ending) {
            case DONE, UNCHANGED -> ExitCode.OK;
            case BAD_REQUEST -> ExitCode.USAGE;
            case BAD_PARAMETERS -> ExitCode.PARAMETERS;
            case BUSY -> ExitCode.BUSY;
            case BAD_NOTEBOOK -> ExitCode.INPUT;
            case NOT_WRITTEN -> ExitCode.NOT_WRITTEN;
            case CELL_FAILED -> ExitCode.FAILED;
            case CLUSTER_FAILED, CLUSTER_LEFT -> ExitCode.CLUSTER;
            case TIMED_OUT -> ExitCode.TIMED_OUT;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case SESSION_DIED -> ExitCode.SESSION_DIED;
        };
    }
}
