package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.terminal.Repl;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.utils.Signals;

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
        try (Terminal terminal = SystemTerminal.open();
                ClosedOnce<Workspace> workspace = ClosedOnce.of(workspaces.apply(() -> columns(terminal)))) {
            return run(workspace.get(), terminal);
        }
    }

    /** JLine leaves Ctrl-C of a dumb terminal to the JVM, which would end: there it is passed on by hand. */
    private static ExitCode run(Workspace workspace, Terminal terminal) throws IOException {
        boolean dumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        Object before = dumb ? Signals.register("INT", () -> terminal.raise(Terminal.Signal.INT)) : null;
        try {
            Repl.open(workspace, terminal, new SessionTranscript()).run(VersionText.mayfly());
            return ExitCode.OK;
        } finally {
            if (dumb) {
                Signals.unregister("INT", before);
            }
        }
    }

    /** One less than there are, since some terminals wrap after the last; a terminal that cannot tell says 0. */
    private static int columns(Terminal terminal) {
        return terminal.getWidth() > 0 ? terminal.getWidth() - 1 : 79;
    }
}
