package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Reads a cell, runs it, shows what it gave, until the person leaves. Ctrl-C never ends it: while a cell runs it stops
 * the cell, while one is typed it clears it.
 */
public final class Repl {
    private static final AttributedStyle NOTE = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle PROMPT = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
    private static final int INDENT = 4;

    private final Workspace workspace;
    private final Terminal terminal;
    private final boolean colours;
    private final JavaHighlighter highlighter = new JavaHighlighter();
    private final LineReader reader;
    private final Screen screen;
    private int cell = 1;

    /**
     * A terminal session that has yet to begin.
     *
     * @param history where lines typed are kept; made when missing
     * @param wantsColour false where the person asked for none; a terminal without colours gets none anyway
     * @throws IOException if the history cannot be kept there
     */
    public Repl(Workspace workspace, Terminal terminal, Path history, boolean wantsColour) throws IOException {
        this.workspace = workspace;
        this.terminal = terminal;
        this.colours = wantsColour && !isPlain(terminal);
        HistoryFile.prepare(history);
        this.reader = reader(history);
        this.screen = new Screen(terminal, colours, reader::printAbove, workspace::interrupt);
    }

    /**
     * A terminal session as the environment asks for it: its history in the state folder of the person, no colours where
     * {@code NO_COLOR} is set.
     */
    public static Repl open(Workspace workspace, Terminal terminal) throws IOException {
        Map<String, String> environment = System.getenv();
        Path history = HistoryFile.of(environment, System.getProperty("user.home"));
        return new Repl(
                workspace,
                terminal,
                history,
                environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static boolean isPlain(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    private LineReader reader(Path history) {
        LineReader line = LineReaderBuilder.builder()
                .appName("Mayfly")
                .terminal(terminal)
                .parser(new ReplParser(workspace))
                .completer(new CandidateMenu())
                .highlighter(highlighter)
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P ...: ")
                .variable(LineReader.INDENTATION, INDENT)
                // An exclamation mark is Java's, not the history's.
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.DISABLE_HIGHLIGHTER, !colours)
                .option(Option.CASE_INSENSITIVE, true)
                .option(Option.AUTO_FRESH_LINE, false)
                .option(Option.MOUSE, false)
                .build();
        line.getWidgets().put(LineReader.CALLBACK_FINISH, () -> {
            highlighter.typing(false);
            return true;
        });
        line.getWidgets().put("mayfly-new-line", () -> newLine(line));
        for (String keys : List.of(LineReader.EMACS, LineReader.VIINS)) {
            Objects.requireNonNull(line.getKeyMaps().get(keys), keys)
                    .bind(new Reference("mayfly-new-line"), KeyMap.alt('\r'), KeyMap.alt('\n'));
        }
        return line;
    }

    /** Starts a line at the cursor, indented as deep as the brackets are open. */
    private static boolean newLine(LineReader line) {
        int depth = ReplParser.openBrackets(
                        line.getBuffer().toString(), line.getBuffer().cursor())
                .size();
        line.getBuffer().write("\n" + " ".repeat(INDENT * depth));
        return true;
    }

    /**
     * Runs until the person leaves.
     *
     * @param version how Mayfly calls itself in the welcome
     */
    public void run(String version) {
        SignalHandler before = terminal.handle(Signal.INT, signal -> workspace.interrupt());
        try {
            HelpText.welcome(version).lines().forEach(line -> screen.line(line, NOTE));
            while (true) {
                if (!step()) {
                    return;
                }
            }
        } finally {
            terminal.handle(Signal.INT, before);
        }
    }

    /** Where output goes, also that of threads which outlive their cell. */
    FrontEnd screen() {
        return screen;
    }

    /** One line typed and done; false where the person leaves. */
    private boolean step() {
        try {
            return carryOut(ReplCommand.of(read()));
        } catch (UserInterruptException e) {
            if (e.getPartialLine().isBlank()) {
                screen.line("Nothing is running. Ctrl-D or exit leaves.", NOTE);
            }
            return true;
        } catch (EndOfFileException e) {
            return false;
        }
    }

    private String read() {
        highlighter.typing(true);
        return reader.readLine(styled("In [" + cell + "]: "));
    }

    private boolean carryOut(ReplCommand command) {
        if (command instanceof ReplCommand.Exit) {
            return false;
        }
        if (command instanceof ReplCommand.Help) {
            HelpText.help().lines().forEach(line -> screen.line(line, AttributedStyle.DEFAULT));
        } else if (command instanceof ReplCommand.Inspect inspect) {
            inspect(inspect.code());
        } else if (command instanceof ReplCommand.Cell code) {
            runCell(code.code());
        }
        return true;
    }

    private void inspect(String code) {
        Optional<MimeBundle> found = workspace.inspect(code, code.length(), 0);
        screen.line(
                found.map(MimeBundle::plain).orElse("Nothing is known about " + code + "."), AttributedStyle.DEFAULT);
    }

    private void runCell(String code) {
        screen.begin();
        Reply reply;
        try {
            reply = workspace.run("In [" + cell + "]", code, screen);
        } finally {
            screen.end();
        }
        show(reply);
        cell++;
    }

    private void show(Reply reply) {
        if (reply instanceof Reply.Done done) {
            done.result().map(MimeBundle::plain).ifPresent(this::showResult);
        } else if (reply instanceof Reply.Failed failed) {
            if (failed.traceback().isEmpty()) {
                screen.line(failed.name() + ": " + failed.message(), AttributedStyle.DEFAULT);
            }
            failed.traceback().forEach(screen::ansi);
        } else if (reply instanceof Reply.Interrupted interrupted) {
            screen.line(interrupted.note(), NOTE);
        }
    }

    /** A value of one line stands beside its label, a larger one has the whole width below it. */
    private void showResult(String text) {
        String label = "Out[" + cell + "]:";
        String value = text.stripTrailing();
        boolean beside = value.indexOf('\n') < 0 && label.length() + 1 + value.length() <= columns();
        screen.labelled(label, (beside ? " " : "\n") + value);
    }

    /** A terminal that cannot tell its width says 0. */
    private int columns() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : 80;
    }

    private String styled(String prompt) {
        return colours ? new AttributedStringBuilder().styled(PROMPT, prompt).toAnsi(terminal) : prompt;
    }
}
