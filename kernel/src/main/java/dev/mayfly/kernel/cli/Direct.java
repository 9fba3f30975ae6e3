package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The starts that people and Jupyter wait for, without a parser of command lines: terminal, script, kernel. No archive of
 * classes takes picocli's, which are compiled for Java 5; loading them would be half of the time to the first prompt.
 * What is not plainly one of these is left to picocli, which also finds what is wrong with it.
 */
final class Direct {
    private Direct() {}

    /**
     * The command that the arguments plainly mean.
     *
     * @param terminal what runs without arguments
     * @param workspaces opens the session of a script or kernel
     */
    static Optional<Callable<ExitCode>> command(
            String[] arguments, StandardStreams streams, Callable<ExitCode> terminal, Supplier<Workspace> workspaces) {
        if (arguments.length == 0) {
            return Optional.of(terminal);
        }
        // picocli reads the arguments that a file holds.
        boolean plain = arguments.length > 1 && Arrays.stream(arguments).noneMatch(word -> word.startsWith("@"));
        if (!plain || (arguments[1].startsWith("-") && !arguments[1].equals(RunCommand.STANDARD_INPUT))) {
            return Optional.empty();
        }
        String file = arguments[1];
        if (arguments[0].equals("run")) {
            String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
            return Optional.of(() -> new RunCommand(streams, workspaces).call(file, rest));
        }
        return arguments[0].equals("kernel") && arguments.length == 2
                ? Optional.of(() -> new KernelCommand(streams, workspaces).call(Path.of(file)))
                : Optional.empty();
    }

    /** Runs it; what it throws is a defect, and told whole. */
    static int execute(Callable<ExitCode> command, StandardStreams streams) {
        try {
            return command.call().code();
        } catch (Exception e) {
            streams.err().print(ErrorText.defect(e));
            return ExitCode.INTERNAL.code();
        }
    }
}
