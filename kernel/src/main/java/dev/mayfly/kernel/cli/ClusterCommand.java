package dev.mayfly.kernel.cli;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.LiveStatus;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code mayfly cluster}: what the variable {@code cluster} does in cells, for scripts and cron. */
@Command(
        name = "cluster",
        description = {
            "Starts, shows and ends a cluster. State lives in the cloud alone: any command may be repeated,",
            "from any machine."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mayfly cluster config cluster.json",
            "  mayfly cluster plan 8 --spec cluster.json --on ec2",
            "  mayfly cluster up 8 --spec cluster.json --on ec2 --await",
            "  mayfly cluster down --spec cluster.json --on ec2"
        })
final class ClusterCommand implements Callable<ExitCode> {
    /** Connects to the cloud of a cluster. */
    @FunctionalInterface
    interface Opening {
        Cluster open(ClusterSpec spec, Optional<String> provider);
    }

    /** Something done with a cluster; what it returns is printed. */
    @FunctionalInterface
    private interface Deed {
        Object with(Cluster cluster) throws InterruptedException;
    }

    private final StandardStreams streams;
    private final Opening opening;

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "What the cluster is made of: see \"mayfly cluster config\". All defaults without it.")
    private Optional<Path> spec = Optional.empty();

    @Option(
            names = "--on",
            paramLabel = "PROVIDER",
            scope = ScopeType.INHERIT,
            description = "Where: ec2 or local. Else \"provider\" of the spec, else MAYFLY_PROVIDER.")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    private boolean json;

    ClusterCommand(StandardStreams streams, Opening opening) {
        this.streams = streams;
        this.opening = opening;
    }

    @Override
    public ExitCode call() {
        streams.err()
                .println("mayfly: cluster needs a command: config, plan, up, status, grow, shrink, extend, down, list,"
                        + " ssh, url, logs or publish. See mayfly cluster --help.");
        return ExitCode.USAGE;
    }

    @Command(name = "config", description = "Writes a spec with every default and a comment on each.")
    ExitCode config(
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to; standard output without it.")
                    Optional<Path> file) {
        if (file.isEmpty()) {
            streams.out().print(SpecFile.template());
            return ExitCode.OK;
        }
        try {
            Files.writeString(file.get(), SpecFile.template(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            streams.err().println("Wrote " + file.get() + ".");
            return ExitCode.OK;
        } catch (FileAlreadyExistsException e) {
            streams.err().println("mayfly: " + file.get() + " exists and is left as it is.");
            return ExitCode.INPUT;
        } catch (IOException e) {
            streams.err().println("mayfly: cannot write " + file.get() + ": " + e.getMessage());
            return ExitCode.INPUT;
        }
    }

    @Command(name = "plan", description = "Shows what \"up N\" would do and what it costs; changes nothing.")
    ExitCode plan(@Parameters(paramLabel = "N", description = "How many workers.") int n) {
        return with(cluster -> cluster.plan(n));
    }

    @Command(
            name = "up",
            description = "Brings the cluster to a master and N workers; without N, to what was last wanted.")
    ExitCode up(
            @Parameters(arity = "0..1", paramLabel = "N", description = "How many workers.") Optional<Integer> n,
            @Option(names = "--await", description = "Return when every node works.") boolean await) {
        return with(cluster -> rising(n.isPresent() ? cluster.up(n.get()) : cluster.up(), await));
    }

    @Command(name = "status", description = "Shows the nodes, what they cost, and how long they may live.")
    ExitCode status() {
        return with(Cluster::status);
    }

    @Command(name = "grow", description = "Adds K workers.")
    ExitCode grow(
            @Parameters(paramLabel = "K", description = "How many more.") int k,
            @Option(names = "--await", description = "Return when every node works.") boolean await) {
        return with(cluster -> rising(cluster.grow(k), await));
    }

    @Command(name = "shrink", description = "Ends K workers, once they have finished what they do.")
    ExitCode shrink(@Parameters(paramLabel = "K", description = "How many fewer.") int k) {
        return with(cluster -> cluster.shrink(k).last());
    }

    @Command(name = "extend", description = "Lets every node live for some time from now, within the budget.")
    ExitCode extend(@Parameters(paramLabel = "TIME", description = "Such as \"90 min\" or \"2 h\".") String time) {
        return with(cluster -> cluster.extend(SpecFile.duration(time)));
    }

    @Command(name = "down", description = "Ends every node, and returns when all are over.")
    ExitCode down() {
        return with(Cluster::down);
    }

    @Command(name = "list", description = "Shows every cluster of this account.")
    ExitCode list() {
        return with(Cluster::list);
    }

    @Command(name = "ssh", description = "Prints the command that opens a shell on the master and forwards its ports.")
    ExitCode ssh() {
        return with(Cluster::ssh);
    }

    @Command(
            name = "url",
            description = "Prints the address of the engine's page, and the line for other Spark clients.")
    ExitCode url() {
        return with(cluster -> cluster.url() + "\n" + cluster.sparkRemote());
    }

    @Command(name = "logs", description = "Prints what a node wrote to its console.")
    ExitCode logs(@Parameters(paramLabel = "NODE", description = "master, a worker's number, or an id.") String node) {
        return with(cluster -> cluster.logs(node));
    }

    @Command(name = "publish", description = "Puts what nodes run into a bucket, from which they take it.")
    ExitCode publish(@Parameters(paramLabel = "S3-URL", description = "Such as s3://bucket/mayfly.") String address) {
        return with(cluster -> cluster.publish(address));
    }

    private Object rising(LiveStatus live, boolean await) throws InterruptedException {
        return await ? live.await(LiveStatus.LONGEST, this::tell) : live.last();
    }

    /** On a terminal the line stays in its place. */
    private void tell(ClusterStatus status) {
        streams.err().print(streams.errIsTerminal() ? "\r\u001B[K" + status.line() : status.line() + "\n");
        if (streams.errIsTerminal() && status.ready()) {
            streams.err().println();
        }
    }

    private ExitCode with(Deed deed) {
        try (Cluster cluster = opening.open(spec.map(SpecFile::read).orElseGet(SpecFile::defaults), provider)) {
            Object result = deed.with(cluster);
            streams.out()
                    .println(json ? ClusterJson.of(result) : result.toString().stripTrailing());
            return ExitCode.OK;
        } catch (ProvisionerException e) {
            streams.err().println("mayfly: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }
}
