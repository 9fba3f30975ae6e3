package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.jupyter.Doctor;
import dev.mayfly.kernel.jupyter.Doctor.Finding;
import dev.mayfly.kernel.jupyter.JupyterFolders;
import dev.mayfly.kernel.jupyter.KernelSpec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mayfly doctor}: what keeps Jupyter from starting the kernel. */
@Command(
        name = "doctor",
        description = "Finds what keeps Jupyter from starting the kernel, and says what to do. Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = "  mayfly doctor")
final class DoctorCommand implements Callable<ExitCode> {
    private final StandardStreams streams;
    private final Path home;

    DoctorCommand(StandardStreams streams, Path home) {
        this.streams = streams;
        this.home = home;
    }

    @Override
    public ExitCode call() {
        ExitCode code = ExitCode.OK;
        for (Finding finding : new Doctor(KernelSpec.Command.of(home), JupyterFolders.here()).examine()) {
            String mark =
                    switch (finding.level()) {
                        case GOOD -> "ok      ";
                        case WARNING -> "warning ";
                        case PROBLEM -> "problem ";
                    };
            streams.out().println(mark + finding.subject() + ": " + finding.message());
            if (finding.level() == Doctor.Level.PROBLEM) {
                code = ExitCode.FAILED;
            }
        }
        return code;
    }
}
