package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.jupyter.JupyterKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mayfly kernel}: what Jupyter starts. */
@Command(
        name = "kernel",
        description = "The kernel, as Jupyter starts it; by hand there is mayfly install.",
        footerHeading = "%nExamples:%n",
        footer = "  mayfly kernel /run/user/1000/jupyter/kernel-1.json")
final class KernelCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Supplier<Workspace> workspaces;

    @Parameters(paramLabel = "CONNECTION_FILE", description = "Ports and key, as Jupyter wrote them.")
    private Path connectionFile = Path.of("");

    KernelCommand(StandardStreams streams, Supplier<Workspace> workspaces) {
        this.streams = streams;
        this.workspaces = workspaces;
    }

    @Override
    public ExitCode call() throws InterruptedException {
        return call(connectionFile);
    }

    /** Runs a kernel without looking at the command line. */
    ExitCode call(Path file) throws InterruptedException {
        try {
            JupyterKernel.run(file, workspaces);
            return ExitCode.OK;
        } catch (IOException e) {
            streams.err().println("mayfly: " + e.getMessage());
            return ExitCode.INPUT;
        }
    }
}
