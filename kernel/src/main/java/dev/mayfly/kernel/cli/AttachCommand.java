package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.AttachedWorkspace;
import dev.mayfly.kernel.jupyter.JupyterFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mayfly attach}: the terminal over the session of a running kernel. */
@Command(
        name = "attach",
        description = {
            "The terminal over the session of a kernel that runs already, such as a notebook's.",
            "",
            "Both see the same variables, and the terminal shows what the notebook runs. Leaving it leaves the kernel running."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mayfly attach                              the kernel that was started last",
            "  mayfly attach ~/.local/share/jupyter/runtime/kernel-1.json"
        })
final class AttachCommand implements Callable<ExitCode> {
    private final StandardStreams streams;

    @Parameters(paramLabel = "CONNECTION_FILE", arity = "0..1", description = "Ports and key, as Jupyter wrote them.")
    private Optional<Path> connectionFile = Optional.empty();

    AttachCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public ExitCode call() throws IOException {
        Optional<Path> file = connectionFile.or(() -> JupyterFolders.here().newestConnection());
        if (file.isEmpty()) {
            streams.err()
                    .println(
                            "mayfly: no kernel runs: Jupyter has left no connection file; name one if it is elsewhere");
            return ExitCode.INPUT;
        }
        AttachedWorkspace attached;
        try {
            attached = AttachedWorkspace.attach(file.get());
        } catch (IOException e) {
            streams.err().println("mayfly: " + e.getMessage());
            return ExitCode.INPUT;
        }
        return new TerminalCommand(columns -> attached).call();
    }
}
