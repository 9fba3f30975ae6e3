package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.terminal.Repl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** {@code mayfly} without a command: the terminal. */
final class TerminalCommand implements Callable<ExitCode> {
    private final Function<IntSupplier, Workspace> workspaces;

    /**
     * A command that has yet to run.
     *
     * @param workspaces opens a session whose values are shown in so many columns
     */
    TerminalCommand(Function<IntSupplier, Workspace> workspaces) {
        this.workspaces = workspaces;
    }

    @Override
    public ExitCode call() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                        .name("mayfly")
                        .system(true)
                        .dumb(true)
                        .encoding(StandardCharsets.UTF_8)
                        .build();
                ClosedOnce<Workspace> workspace =
                        ClosedOnce.of(new OpeningWorkspace(() -> workspaces.apply(() -> columns(terminal))))) {
            Repl.open(workspace.get(), terminal).run(VersionText.mayfly());
            return ExitCode.OK;
        }
    }

    /** One less than there are, since some terminals wrap after the last; a terminal that cannot tell says 0. */
    private static int columns(Terminal terminal) {
        return terminal.getWidth() > 0 ? terminal.getWidth() - 1 : 79;
    }
}
