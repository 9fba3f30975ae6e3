package dev.mayfly.kernel.terminal;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A terminal as the front end of cells. While nobody types, output goes straight to the screen. While a line is being
 * typed, output of cells is put above it in whole lines, some milliseconds' worth at a time, since each time the prompt is
 * drawn anew. All state is guarded by this object's lock, which is not held while the prompt is drawn.
 */
final class Screen implements FrontEnd, AutoCloseable {
    /** Text that the prompt has yet to give way to: whoever prints more waits. */
    private static final int MOST_LATE = 1 << 20;

    private static final int MOST_UNFINISHED = 500;
    private static final long NANOS_BETWEEN_DRAWINGS = 25_000_000;

    private final Terminal terminal;
    private final boolean colours;
    private final boolean moves;
    private final Consumer<String> abovePrompt;
    private final BiConsumer<RunningJob, JobProgress> onProgress;
    private final Questions questions;
    private final Pictures pictures;
    private final Map<String, String> displayed = new HashMap<>();
    private final StringBuilder late = new StringBuilder();
    private boolean typing;
    private boolean drawing;
    private boolean closed;
    private boolean atLineStart = true;
    /** The line that the cursor is in, as far as it is written; and the one that a prompt has broken. */
    private final StringBuilder unfinished = new StringBuilder();

    private String broken = "";

    /**
     * A screen on which nobody types yet.
     *
     * @param colours whether the person wants any
     * @param abovePrompt prints whole lines above the line that is being typed
     * @param onProgress takes how far jobs are
     */
    Screen(
            Terminal terminal,
            boolean colours,
            Pictures pictures,
            Consumer<String> abovePrompt,
            BiConsumer<RunningJob, JobProgress> onProgress,
            Questions questions) {
        this.terminal = terminal;
        this.colours = colours;
        this.moves = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        this.pictures = pictures;
        this.abovePrompt = abovePrompt;
        this.onProgress = onProgress;
        this.questions = questions;
        Thread thread = new Thread(this::draw, "mayfly-screen");
        thread.setDaemon(true);
        thread.start();
    }

    /** A person types from here on: the cursor stands at the start of a line. */
    synchronized void beginTyping() {
        String last = unfinished.toString();
        freshLine();
        broken = last;
        terminal.flush();
        typing = true;
    }

    /** Nobody types any more; what was to be put above the prompt is on the screen. */
    synchronized void endTyping() {
        typing = false;
        boolean interrupted = false;
        while (drawing) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        atLineStart = true;
        if (!late.isEmpty()) {
            String text = late.toString();
            late.setLength(0);
            unfinished.setLength(0);
            write(text);
        }
        terminal.flush();
        notifyAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A cell begins: what earlier cells displayed is updated by showing it again. */
    synchronized void beginCell() {
        displayed.clear();
    }

    /** A cell has ended: the cursor stands at the start of a line. */
    synchronized void endCell() {
        freshLine();
        terminal.flush();
    }

    /** A line of the terminal's own, in a style where there are colours. */
    void line(String text, AttributedStyle style) {
        whole(styled(text, style));
    }

    /** Text with ANSI colours in it, which are kept only where the terminal has them. */
    void ansi(String text) {
        AttributedString coloured = AttributedString.fromAnsi(text);
        whole(colours ? coloured.toAnsi(terminal) : coloured.toString());
    }

    /** A picture below a label where the terminal shows pictures, else false. */
    boolean picture(String label, MimeBundle bundle) {
        Optional<String> drawn = pictures.of(bundle);
        drawn.ifPresent(picture -> whole((label.isEmpty() ? "" : label + "\n") + picture));
        return drawn.isPresent();
    }

    /** Lines as they are. */
    synchronized void whole(String text) {
        freshLine();
        write(text.endsWith("\n") ? text : text + "\n");
        flush();
    }

    @Override
    public void stdout(String text) {
        print(text);
    }

    @Override
    public void stderr(String text) {
        print(styled(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED)));
    }

    private synchronized void print(String text) {
        if (!text.isEmpty()) {
            write(text);
            flush();
        }
    }

    @Override
    public synchronized void display(MimeBundle bundle, Optional<String> displayId) {
        String text = bundle.plain();
        displayId.ifPresent(id -> displayed.put(id, text));
        if (!picture("", bundle)) {
            whole(text);
        }
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
    public void progress(RunningJob job, JobProgress progress) {
        onProgress.accept(job, progress);
    }

    @Override
    public String ask(String prompt, boolean secret) throws IOException {
        String before;
        synchronized (this) {
            // What the cell printed without a line break is its question.
            if (typing) {
                int line = late.lastIndexOf("\n") + 1;
                before = late.isEmpty() ? broken : late.substring(line);
                late.setLength(line);
            } else {
                before = atLineStart || !moves ? "" : unfinished.toString();
                terminal.writer().print(before.isEmpty() ? "" : "\r");
            }
            unfinished.setLength(0);
            broken = "";
            atLineStart = true;
        }
        return questions.ask(before + prompt, secret);
    }

    /** Whether there are colours here. */
    boolean coloured() {
        return colours;
    }

    /** The text of an error, or a note: styled where there are colours. */
    String styled(String text, AttributedStyle style) {
        return colours ? new AttributedStringBuilder().styled(style, text).toAnsi(terminal) : text;
    }

    private void write(String text) {
        if (typing) {
            late.append(text);
            broken = "";
        } else {
            terminal.writer().print(text);
        }
        int line = text.lastIndexOf('\n');
        if (line >= 0) {
            unfinished.setLength(0);
        }
        if (unfinished.length() < MOST_UNFINISHED) {
            unfinished.append(text, line + 1, text.length());
        }
        atLineStart = text.endsWith("\n");
    }

    private void freshLine() {
        if (!atLineStart) {
            write("\n");
        }
    }

    private void flush() {
        if (!typing) {
            terminal.flush();
            return;
        }
        notifyAll();
        while (typing && late.length() > MOST_LATE && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void draw() {
        try {
            while (true) {
                Optional<String> lines = lines();
                if (lines.isEmpty()) {
                    return;
                }
                // Whoever ended the line meanwhile has written what waited: nothing would be an empty line.
                if (lines.get().isEmpty()) {
                    continue;
                }
                try {
                    abovePrompt.accept(lines.get());
                } finally {
                    drawn();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whole lines that wait, once there are any, or none where the line that was typed ended; nothing when closed. */
    private synchronized Optional<String> lines() throws InterruptedException {
        while (!closed && !(typing && late.indexOf("\n") >= 0)) {
            wait();
        }
        // More may follow at once.
        long end = System.nanoTime() + NANOS_BETWEEN_DRAWINGS;
        for (long left = end - System.nanoTime();
                left > 0 && !closed && typing && late.length() < MOST_LATE;
                left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        if (closed) {
            return Optional.empty();
        }
        int last = typing ? late.lastIndexOf("\n") : -1;
        String lines = last < 0 ? "" : late.substring(0, last + 1);
        late.delete(0, last + 1);
        drawing = !lines.isEmpty();
        return Optional.of(lines);
    }

    private synchronized void drawn() {
        drawing = false;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
