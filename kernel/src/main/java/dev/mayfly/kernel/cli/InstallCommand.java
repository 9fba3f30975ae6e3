package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.JupyterFolders;
import dev.mayfly.kernel.jupyter.KernelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mayfly install}: the kernelspec. */
@Command(
        name = "install",
        description = "Tells Jupyter of this kernel. Again after moving this folder or changing the JDK.",
        footerHeading = "%nExamples:%n",
        footer = {"  mayfly install --user", "  mayfly install --prefix /opt/conda --name mayfly-big"})
final class InstallCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Path home;

    @Mixin
    private PlaceOptions options = new PlaceOptions();

    InstallCommand(StandardStreams streams, Path home) {
        this.streams = streams;
        this.home = home;
    }

    @Override
    public ExitCode call() {
        try {
            Path folder = KernelSpec.install(
                    options.place(), options.name(), KernelSpec.Command.of(home), JupyterFolders.here());
            streams.out().println("Installed the kernel " + options.name() + " in " + folder + ".");
            streams.out().println("Try: jupyter console --kernel " + options.name());
            return ExitCode.OK;
        } catch (IOException e) {
            streams.err().println("mayfly: cannot install: " + e.getMessage());
            return ExitCode.INPUT;
        }
    }
}
