package dev.mayfly.kernel.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mayfly} itself: the terminal, or one of the commands below it. */
@Command(
        name = "mayfly",
        description = {
            "A Java notebook for data too big to look at and too small for a platform team.",
            "",
            "Without a command: the terminal."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mayfly                                              the terminal",
            "  echo '1 + 1' | mayfly run -                         a script from standard input",
            "  mayfly report notebooks/quickstart.ipynb -o out.html",
            "  mayfly install --user                               the kernel, for Jupyter"
        },
        exitCodeListHeading = "%nExit codes:%n")
final class MayflyCommand implements Callable<ExitCode> {
    private final Callable<ExitCode> terminal;

    MayflyCommand(Callable<ExitCode> terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode call() throws Exception {
        return terminal.call();
    }
}
