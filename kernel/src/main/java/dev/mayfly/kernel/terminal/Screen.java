package dev.mayfly.kernel.terminal;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.ProgressText;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/**
 * A terminal as the front end of cells. While a cell runs its output goes straight to the screen, with one line that
 * follows a job below it and gives way to anything else. Between cells a person types: what threads of earlier cells
 * print then is put above the prompt, line by line.
 */
final class Screen implements FrontEnd {
    private final Terminal terminal;
    private final boolean colours;
    private final boolean moves;
    private final Consumer<String> abovePrompt;
    private final Runnable onInterrupt;
    private final Map<String, String> displayed = new HashMap<>();
    private final StringBuilder late = new StringBuilder();
    private boolean running;
    private boolean atLineStart = true;
    private boolean progressShown;

    /**
     * A screen with nothing running.
     *
     * @param colours whether the person wants any
     * @param abovePrompt prints text above the line that is being typed
     * @param onInterrupt stops the running cell
     */
    Screen(Terminal terminal, boolean colours, Consumer<String> abovePrompt, Runnable onInterrupt) {
        this.terminal = terminal;
        this.colours = colours;
        this.moves = terminal.getStringCapability(Capability.cursor_up) != null;
        this.abovePrompt = abovePrompt;
        this.onInterrupt = onInterrupt;
    }

    /** A cell begins: from here on the screen is its own. */
    synchronized void begin() {
        running = true;
        atLineStart = true;
        displayed.clear();
        if (!late.isEmpty()) {
            write(late.toString());
            late.setLength(0);
        }
    }

    /** The cell has ended: the cursor stands at the start of a line, and nothing of the progress is left. */
    synchronized void end() {
        eraseProgress();
        freshLine();
        terminal.flush();
        running = false;
    }

    /** A line of the terminal's own, in a style where there are colours. */
    synchronized void line(String text, AttributedStyle style) {
        eraseProgress();
        freshLine();
        write(styled(text, style) + "\n");
        terminal.flush();
    }

    /** A value behind its label. */
    synchronized void labelled(String label, String value) {
        write(styled(label, AttributedStyle.DEFAULT.faint()) + value + "\n");
        terminal.flush();
    }

    /** Text with ANSI colours in it, which are kept only where the terminal has them. */
    synchronized void ansi(String text) {
        eraseProgress();
        freshLine();
        AttributedString coloured = AttributedString.fromAnsi(text);
        write((colours ? coloured.toAnsi(terminal) : coloured.toString()) + "\n");
        terminal.flush();
    }

    @Override
    public void stdout(String text) {
        print(text, text);
    }

    @Override
    public void stderr(String text) {
        print(text, styled(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)));
    }

    private synchronized void print(String text, String styled) {
        if (text.isEmpty()) {
            return;
        }
        if (!running) {
            printLate(styled);
            return;
        }
        eraseProgress();
        write(styled);
        atLineStart = text.endsWith("\n");
        terminal.flush();
    }

    private void printLate(String text) {
        late.append(text);
        int lines = late.lastIndexOf("\n");
        if (lines >= 0) {
            abovePrompt.accept(late.substring(0, lines));
            late.delete(0, lines + 1);
        }
    }

    @Override
    public synchronized void display(MimeBundle bundle, Optional<String> displayId) {
        String text = bundle.plain();
        displayId.ifPresent(id -> displayed.put(id, text));
        if (running) {
            eraseProgress();
            freshLine();
        }
        stdout(text.endsWith("\n") ? text : text + "\n");
    }

    /** Shows the value again, if it looks another way than before: what has scrolled away cannot be replaced. */
    @Override
    public synchronized void update(String displayId, MimeBundle bundle) {
        if (!bundle.plain().equals(displayed.get(displayId))) {
            display(bundle, Optional.of(displayId));
        }
    }

    /** What has been printed stays: a person may have read it. */
    @Override
    public void clear(boolean wait) {}

    @Override
    public synchronized void progress(RunningJob job, JobProgress progress) {
        if (!running || !moves || !atLineStart) {
            return;
        }
        eraseProgress();
        switch (progress.phase()) {
            case MAP, REDUCE -> {
                String line = ProgressText.line(progress, Math.max(20, terminal.getWidth() - 1));
                terminal.writer().print(styled(line, AttributedStyle.DEFAULT.faint()));
                progressShown = true;
            }
            case FINISHED, FAILED, CANCELLED -> {}
        }
        terminal.flush();
    }

    @Override
    public String ask(String prompt, boolean secret) throws IOException {
        synchronized (this) {
            eraseProgress();
            atLineStart = true;
        }
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        try {
            return secret ? reader.readLine(prompt, '*') : reader.readLine(prompt);
        } catch (UserInterruptException e) {
            onInterrupt.run();
            throw new IOException("interrupted while asking \"" + prompt + "\"", e);
        } catch (EndOfFileException e) {
            throw new IOException("nothing was typed after \"" + prompt + "\"", e);
        }
    }

    private void write(String text) {
        terminal.writer().print(text);
        atLineStart = true;
    }

    private void freshLine() {
        if (!atLineStart) {
            write("\n");
        }
    }

    private void eraseProgress() {
        if (progressShown) {
            terminal.writer().print('\r');
            terminal.puts(Capability.clr_eol);
            progressShown = false;
        }
    }

    private String styled(String text, AttributedStyle style) {
        return colours ? new AttributedStringBuilder().styled(style, text).toAnsi(terminal) : text;
    }
}
