package dev.mayfly.kernel.terminal;

import java.io.IOException;
import java.nio.file.Path;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** Gives the terminal to another program, as a shell does, and takes it back. */
final class Foreground {
    /** What a shell returns for a program that it does not find. */
    static final int NOT_FOUND = 127;

    private final Terminal terminal;
    private final Attributes original;

    /** @param original how the terminal was when Mayfly started */
    Foreground(Terminal terminal, Attributes original) {
        this.terminal = terminal;
        this.original = original;
    }

    /**
     * Runs a program on the terminal.
     *
     * @param command as a shell takes it, options and all
     * @param file its last argument
     * @return its exit code; {@link #NOT_FOUND} where there is no such program
     * @throws IOException if no shell can be started
     */
    int run(String command, Path file) throws IOException {
        Attributes before = terminal.getAttributes();
        // Ctrl-C is the program's: it reaches this process too, as they share the terminal.
        SignalHandler interrupt = terminal.handle(Signal.INT, SignalHandler.SIG_IGN);
        terminal.pause();
        terminal.setAttributes(original);
        try {
            return new ProcessBuilder("sh", "-c", command + " \"$@\"", "sh", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        } finally {
            terminal.setAttributes(before);
            terminal.resume();
            terminal.handle(Signal.INT, interrupt);
        }
    }
}
