package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one report, and the cluster that it runs on: up, run, down, in that order, and down whatever failed.
 * Each phase can be repeated: the next run of the report finds what a killed one left, uses it, and ends it.
 */
final class SessionLife implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(30);
    private static final Duration UP = Duration.ofMinutes(15);
    private static final Duration DOWN = Duration.ofMinutes(5);

    private final Report.Opener opener;
    private final Report.Surroundings surroundings;
    private final Optional<ReportRequest.Workers> workers;
    private final CellRunner runner;
    private final ProgressLines progress;
    private @Nullable Workspace workspace;
    private Optional<Instant> upSince = Optional.empty();
    private String status = "";

    SessionLife(
            Report.Opener opener,
            Report.Surroundings surroundings,
            Optional<ReportRequest.Workers> workers,
            CellRunner runner,
            ProgressLines progress) {
        this.opener = opener;
        this.surroundings = surroundings;
        this.workers = workers;
        this.runner = runner;
        this.progress = progress;
    }

    /** A phase beside the cells failed. */
    static final class PhaseException extends Exception {
        private static final long serialVersionUID = 1;

        PhaseException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** Opens the session, and brings the cluster up. */
    void begin() throws PhaseException {
        workspace = opener.open(surroundings);
        if (workers.isEmpty()) {
            return;
        }
        ReportRequest.Workers wanted = workers.get();
        progress.say("Cluster of " + wanted.count() + " workers: up");
        upSince = Optional.of(Instant.now());
        Duration limit = wanted.limit().orElse(UP);
        String failure =
                phase(workspace, runner, named(wanted) + "\ncluster.up(" + wanted.count() + ").await()", limit);
        if (!failure.isEmpty()) {
            String left = end().map(message -> "; " + message).orElse("");
            throw new PhaseException("The cluster did not come up: " + failure + left);
        }
    }

    Workspace workspace() {
        Workspace open = workspace;
        if (open == null) {
            throw new IllegalStateException("the session has not begun");
        }
        return open;
    }

    /** Brings the cluster down; what went wrong, where it may live on. Does nothing the second time. */
    Optional<String> end() {
        if (workers.isEmpty() || upSince.isEmpty()) {
            return Optional.empty();
        }
        Instant since = upSince.get();
        upSince = Optional.empty();
        progress.say(
                "Cluster: down after " + Duration.between(since, Instant.now()).toSeconds() + " s");
        String code = named(workers.get()) + "\ncluster.down()";
        String failure = phase(workspace(), new CellRunner(), code, DOWN);
        if (!failure.isEmpty()) {
            // A cell that was left behind may hold the session; another one knows the cluster as well, by its tags.
            Workspace second = opener.open(surroundings);
            failure = phase(second, new CellRunner(), code, DOWN);
            close(second);
        }
        return failure.isEmpty()
                ? Optional.empty()
                : Optional.of("The cluster may still be up, until its lease ends: " + failure
                        + ": end it with mayfly cluster down");
    }

    /** What the account of the report says of the cluster. */
    void write(ObjectNode ours) {
        workers.ifPresent(wanted -> {
            ObjectNode cluster = ours.putObject("cluster").put("workers", wanted.count());
            wanted.provider().ifPresent(provider -> cluster.put("provider", provider));
            if (!status.isEmpty()) {
                cluster.put("status", status);
            }
        });
    }

    private static String named(ReportRequest.Workers wanted) {
        StringBuilder code = new StringBuilder();
        wanted.spec().ifPresent(file -> code.append("cluster.spec(")
                .append(JavaLiteral.of(file.toAbsolutePath().toString()))
                .append(");"));
        wanted.provider()
                .ifPresent(name ->
                        code.append("cluster.on(").append(JavaLiteral.of(name)).append(");"));
        return code.toString();
    }

    /** Runs code of ours in the session; what went wrong, or nothing. */
    private String phase(Workspace session, CellRunner by, String code, Duration limit) {
        Recorder.Page page = new Recorder(progress, new JobLog()).begin(0);
        CellRunner.Ended ended = by.run(session, "cluster", code, page, limit);
        if (ended instanceof CellRunner.Ended.Replied replied) {
            if (replied.reply() instanceof Workspace.Reply.Failed failed) {
                return failed.name() + ": " + failed.message();
            }
            if (replied.reply() instanceof Workspace.Reply.Done done) {
                status = done.result().map(bundle -> bundle.plain()).orElse("");
            }
            return "";
        }
        if (ended instanceof CellRunner.Ended.TooLong) {
            return String.format(Locale.ROOT, "it took more than %d s", limit.toSeconds());
        }
        return ended instanceof CellRunner.Ended.Died died ? died.cause().toString() : "it was interrupted";
    }

    /** Ends the cluster where nobody has, and the session. */
    @Override
    public void close() {
        Workspace open = workspace;
        if (open != null) {
            end().ifPresent(progress::say);
            close(open);
        }
    }

    /** Closes a session; not waiting forever, since a cell that was left behind may hold it. */
    private static void close(Workspace session) {
        Thread closing = new Thread(session::close, "report end");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
