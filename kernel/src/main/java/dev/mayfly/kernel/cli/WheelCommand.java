package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.KernelSpec;
import dev.mayfly.kernel.jupyter.Wheel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mayfly wheel}: the kernel for pip. */
@Command(
        name = "wheel",
        description = "Writes the kernel as a Python wheel, for pip install.",
        footerHeading = "%nExamples:%n",
        footer = "  mayfly wheel -o dist && pip install dist/mayfly-*.whl")
final class WheelCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Path home;

    @Option(names = "-o", paramLabel = "FOLDER", description = "Where it goes; default: here.")
    private Path folder = Path.of("");

    WheelCommand(StandardStreams streams, Path home) {
        this.streams = streams;
        this.home = home;
    }

    @Override
    public ExitCode call() {
        String version = WheelCommand.class.getPackage().getImplementationVersion();
        try {
            Path file = Wheel.write(KernelSpec.Command.of(home), version == null ? "0.0.0" : version, folder);
            streams.out().println("Wrote " + file + ".");
            streams.out().println("Try: pip install " + file);
            return ExitCode.OK;
        } catch (IOException e) {
            streams.err().println("mayfly: cannot write the wheel: " + e.getMessage());
            return ExitCode.INPUT;
        }
    }
}
