package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.JupyterFolders;
import dev.mayfly.kernel.jupyter.KernelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mayfly uninstall}: the kernelspec, away again. */
@Command(
        name = "uninstall",
        description = "Takes the kernel from Jupyter again. Another kernel of that name is left alone.",
        footerHeading = "%nExamples:%n",
        footer = "  mayfly uninstall --user")
final class UninstallCommand implements Callable<ExitCode> {
    private final StandardStreams streams;

    @Mixin
    private PlaceOptions options = new PlaceOptions();

    UninstallCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public ExitCode call() {
        try {
            Optional<Path> folder = KernelSpec.uninstall(options.place(), options.name(), JupyterFolders.here());
            streams.out()
                    .println(folder.map(gone -> "Removed " + gone + ".")
                            .orElse("There was no kernel " + options.name() + "."));
            return ExitCode.OK;
        } catch (IOException e) {
            streams.err().println("mayfly: cannot uninstall: " + e.getMessage());
            return ExitCode.INPUT;
        }
    }
}
