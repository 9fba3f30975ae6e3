package dev.mayfly.kernel.terminal;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedStyle;

/**
 * Reads a cell, runs it, shows what it gave, until the person leaves. A cell that takes longer than a moment gives the
 * prompt back: the next one can be typed, and waits its turn. Ctrl-C never ends the session: while a cell runs it stops the
 * cell, while one is typed it clears it.
 *
 * <p>One thread reads the keyboard, another runs cells ({@link Runs}); what both share is the {@link Screen}.
 */
public final class Repl {
    private static final AttributedStyle NOTE = AttributedStyle.DEFAULT.faint();

    /** A cell that ends within this shows its value before the next prompt. */
    private static final Duration MOMENT = Duration.ofMillis(350);

    private static final Duration FOREVER = Duration.ofDays(1);

    private final Workspace workspace;
    private final Terminal terminal;
    private final Map<String, String> environment;
    private final boolean plain;
    private final Attributes original;
    private final Editing editing;
    private final Questions questions;
    private final Screen screen;
    private final Values values;
    private final Cells cells;
    private final Stopping stopping;
    private final StatusBar status;
    private final Prompt prompt;
    private final Transcript transcript;
    private final OwnCommands own;
    private final Tutorial tutorial = new Tutorial();
    private final Deque<String> toRun = new ArrayDeque<>();

    /**
     * A terminal session that has yet to begin.
     *
     * @param history where cells typed are kept; made when missing
     * @param environment what the person has set: {@code NO_COLOR}, {@code EDITOR}, {@code PAGER} and their like
     * @throws IOException if the history cannot be kept there
     */
    public Repl(
            Workspace workspace,
            Terminal terminal,
            Path history,
            Map<String, String> environment,
            Transcript transcript)
            throws IOException {
        this.workspace = workspace;
        this.terminal = terminal;
        this.environment = environment;
        this.transcript = transcript;
        this.plain = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        boolean colours = !plain && environment.getOrDefault("NO_COLOR", "").isEmpty();
        this.original = terminal.getAttributes();
        HistoryFile.prepare(history);
        Foreground foreground = new Foreground(terminal, original);
        ExternalEditor editor = new ExternalEditor(foreground, environment);
        Assistance assistance = new Assistance(workspace, this::isBusy);
        boolean reflows = PromptDisplay.reflows(environment);
        this.editing = new Editing(terminal, colours, plain, assistance, history, editor, reflows);
        CellReader reader = editing.reader();
        this.questions = new Questions(() -> reader.eraseAtEnd(true), this::wake);
        Pictures pictures = plain ? Pictures.NONE : Pictures.of(environment);
        this.screen = new Screen(terminal, colours, pictures, reader::printAbove, this::progress, questions);
        this.values = new Values(terminal, screen);
        Ask ask = new Ask(terminal, workspace::interrupt);
        this.cells = new Cells(workspace, screen, values, transcript, questions, ask);
        this.stopping = new Stopping(cells.runs(), this::note);
        this.status = new StatusBar(colours, cells.runs(), workspace::clusterLine, reader);
        this.prompt = new Prompt(terminal, editing, screen, questions, status);
        this.own = new OwnCommands(this, new Pager(terminal, foreground, environment), editor);
    }

    /** A terminal session as the environment asks for it, its history in the state folder of the person. */
    public static Repl open(Workspace workspace, Terminal terminal, Transcript transcript) throws IOException {
        Map<String, String> environment = System.getenv();
        Path history = HistoryFile.of(environment, home(environment));
        return new Repl(workspace, terminal, history, environment, transcript);
    }

    /**
     * Runs until the person leaves.
     *
     * @param version how Mayfly calls itself in the welcome
     */
    public void run(String version) {
        SignalHandler before = terminal.handle(Signal.INT, signal -> stopping.stop());
        SignalHandler resumed = terminal.handle(Signal.CONT, signal -> raw());
        raw();
        workspace.follow(screen);
        try {
            HelpText.welcome(version).lines().forEach(line -> screen.line(line, NOTE));
            if (!plain) {
                editing.configure(environment, home(environment)).forEach(problem -> screen.line(problem, NOTE));
            }
            while (step()) {
                // Every step is one line typed and done.
            }
        } finally {
            close();
            terminal.setAttributes(original);
            terminal.handle(Signal.CONT, resumed);
            terminal.handle(Signal.INT, before);
        }
    }

    private void close() {
        cells.close();
        status.close();
        screen.close();
    }

    /** Where the shell and its line editor look for what is the user's; the JVM asks the list of users instead. */
    private static String home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? System.getProperty("user.home") : home;
    }

    /** Keys are not echoed while a cell runs: the next line shows them. A dumb terminal echoes by itself. */
    private void raw() {
        if (!plain) {
            terminal.enterRawMode();
        }
    }

    /** Where output goes, also that of threads which outlive their cell. */
    Screen screen() {
        return screen;
    }

    Transcript transcript() {
        return transcript;
    }

    Workspace workspace() {
        return workspace;
    }

    Editing editing() {
        return editing;
    }

    Values values() {
        return values;
    }

    boolean isBusy() {
        return cells.runs().isBusy();
    }

    /** Says something in the terminal's own name. */
    void note(String text) {
        screen.line(text, NOTE);
    }

    /** Puts text into the next line, to be changed and sent. */
    void type(String text) {
        prompt.type(text);
    }

    /** Runs a cell as if it had been typed. */
    void enqueue(String code) {
        toRun.add(code);
    }

    /** One line typed and done; false where the person leaves. */
    private boolean step() {
        try {
            cells.answerQuestions();
            int number = cells.next();
            String line;
            if (toRun.isEmpty()) {
                line = prompt.read(number);
            } else {
                line = toRun.remove();
                prompt.echo(number, line);
            }
            return carryOut(ReplCommand.of(line), line);
        } catch (UserInterruptException e) {
            return interrupted(e.getPartialLine());
        } catch (EndOfFileException e) {
            return !stopping.leaves();
        }
    }

    /** Ctrl-C at the prompt, or a cell that asks. */
    private boolean interrupted(String line) {
        if (questions.areOpen()) {
            prompt.type(line);
            return true;
        }
        toRun.clear();
        if (isBusy()) {
            prompt.type(line);
            stopping.stop();
        } else if (line.isBlank()) {
            note("Nothing is running. Ctrl-D or exit leaves.");
        }
        return true;
    }

    private boolean carryOut(ReplCommand command, String line) {
        if (command instanceof ReplCommand.Exit) {
            return !stopping.leaves();
        }
        stopping.stays();
        if (command instanceof ReplCommand.Cell code) {
            runCell(code.code());
        } else if (command instanceof ReplCommand.Tutorial) {
            tutorial.begin();
        } else {
            own.carryOut(command);
        }
        if (toRun.isEmpty() && !line.isBlank()) {
            tutorial.next().ifPresent(step -> {
                cells.await(FOREVER);
                screen.line("\n" + step.says(), AttributedStyle.DEFAULT.bold());
                prompt.type(step.code());
            });
        }
        return true;
    }

    private void runCell(String code) {
        boolean failed = cells.run(code, plain || !toRun.isEmpty() ? FOREVER : MOMENT);
        if (failed && !toRun.isEmpty()) {
            note(toRun.size() == 1 ? "1 cell is not run." : toRun.size() + " cells are not run.");
            toRun.clear();
        }
    }

    private void wake() {
        cells.runs().wake();
    }

    private void progress(RunningJob job, JobProgress progress) {
        status.progress(job, progress);
    }

    /** A cell of this session by its number. */
    Optional<String> cell(String number) {
        return cells.text(number);
    }
}
