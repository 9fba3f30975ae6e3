package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.WorkspaceOptions;
import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.report.Report;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import picocli.CommandLine;

/** Where the launcher and Jupyter start. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code, whatever threads the code in cells has left. */
    public static void main(String[] arguments) {
        JdkServices.settle();
        StandardStreams streams = StandardStreams.ofThisProcess();
        Optional<Callable<ExitCode>> direct = Direct.command(arguments, streams, terminal(streams), Workspaces::open);
        int code = direct.isPresent()
                ? Direct.execute(direct.get(), streams)
                : Commands.execute(commandLine(streams), arguments);
        streams.out().flush();
        System.exit(code);
    }

    private static CommandLine commandLine(StandardStreams streams) {
        Path home = Path.of(System.getProperty("mayfly.home", "")).toAbsolutePath();
        return Commands.of(
                streams,
                terminal(streams),
                List.of(
                        new RunCommand(streams, Workspaces::open),
                        new ReportCommand(streams, around -> Workspaces.open(options(around))),
                        new ClusterCommand(
                                streams,
                                (spec, provider) -> Cluster.open(
                                        spec,
                                        provider,
                                        System.getenv(),
                                        NodeRuntimes.of(MavenResolver.ofThisUser(), streams.err()::println))),
                        new InstallCommand(streams, home),
                        new UninstallCommand(streams),
                        new DoctorCommand(streams, home),
                        new WheelCommand(streams, home),
                        new KernelCommand(streams, Workspaces::open),
                        new AttachCommand(streams),
                        new WarmUpCommand(Main::open)));
    }

    /** What runs without a command: the terminal, or what is piped in as a script. */
    private static Callable<ExitCode> terminal(StandardStreams streams) {
        return streams.inIsTerminal()
                ? new TerminalCommand(columns -> new OpeningWorkspace(() -> open(columns)))
                : () -> new RunCommand(streams, Workspaces::open).call(RunCommand.STANDARD_INPUT);
    }

    private static WorkspaceOptions options(Report.Surroundings around) {
        WorkspaceOptions options = WorkspaceOptions.standard().withFolder(around.folder());
        return around.times()
                ? options
                : options.withRenderer(options.renderer().withoutTimes());
    }

    private static Workspace open(IntSupplier columns) {
        return Workspaces.open(WorkspaceOptions.standard().withWidth(columns));
    }
}
