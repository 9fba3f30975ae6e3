package dev.mayfly.kernel.terminal;

import java.util.List;
import java.util.Map;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * JLine's line reader with a bar below the line, and with a suggestion behind the cursor: what is missing of the last cell
 * that began as what is typed. The suggestion is no part of the buffer until it is taken.
 */
final class CellReader extends LineReaderImpl {
    /** What stands before every line of a cell but the first. */
    static final String FURTHER = "...: ";

    private final boolean moves;
    private final boolean reflows;
    private volatile boolean erases;

    /**
     * @param moves whether the terminal can move its cursor, as suggestions and the bar need
     * @param reflows whether it breaks lines anew when its width changes
     */
    CellReader(Terminal terminal, Map<String, Object> variables, boolean moves, boolean reflows) {
        super(terminal, "Mayfly", variables);
        this.moves = moves;
        this.reflows = reflows;
    }

    /** A line is about to be drawn for the first time. */
    boolean beginDrawing() {
        if (moves) {
            display = new PromptDisplay(terminal, reflows);
        }
        return true;
    }

    /** Takes the line that is typed off the screen when its reading ends: it will be drawn again below. */
    void eraseAtEnd(boolean erase) {
        erases = erase;
    }

    @Override
    public boolean isSet(Option option) {
        return option == Option.ERASE_LINE_ON_FINISH ? erases : super.isSet(option);
    }

    /** Shows these lines below the one that is being typed, as long as it is; nothing where none is. */
    void bar(List<AttributedString> lines) {
        lock.lock();
        try {
            if (reading && display instanceof PromptDisplay drawn && drawn.bar(lines)) {
                redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A screen that has been resized is put right before anything is drawn: the signal may come later. */
    @Override
    protected void redisplay(boolean flush) {
        lock.lock();
        try {
            if (display instanceof PromptDisplay drawn) {
                size.copy(terminal.getBufferSize());
                size.setRows(drawn.fit(size));
            }
            super.redisplay(flush);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected synchronized void handleSignal(Signal signal) {
        lock.lock();
        try {
            if (signal == Signal.WINCH && display instanceof PromptDisplay) {
                redisplay(true);
            } else {
                super.handleSignal(signal);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where nothing is drawn while a cell is typed, its further lines have their prompt all the same. */
    @Override
    protected boolean acceptLine() {
        boolean done = super.acceptLine();
        if (!moves && state == State.NORMAL) {
            int indent = Math.max(0, prompt.columnLength() - FURTHER.length());
            terminal.writer().print(" ".repeat(indent) + FURTHER);
            terminal.flush();
        }
        return done;
    }

    @Override
    protected void doCleanup(boolean newLine) {
        if (display instanceof PromptDisplay drawn) {
            drawn.bar(List.of());
        }
        super.doCleanup(newLine);
    }

    @Override
    public AttributedString getDisplayedBufferWithPrompts(List<AttributedString> secondaryPrompts) {
        AttributedString shown = super.getDisplayedBufferWithPrompts(secondaryPrompts);
        if (post != null || !reading) {
            return shown;
        }
        String more = suggestion();
        if (more.isEmpty()) {
            return shown;
        }
        int line = more.indexOf('\n');
        String ghost = line < 0 ? more : more.substring(0, line) + " …";
        return new AttributedStringBuilder()
                .append(shown)
                .styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.BRIGHT | AttributedStyle.BLACK), ghost)
                .toAttributedString();
    }

    /** What could follow the buffer, by the history; empty where nothing is known, or the cursor is not at the end. */
    String suggestion() {
        boolean atEnd = buf.length() > 0 && buf.cursor() == buf.length();
        return moves && atEnd && state == State.NORMAL && history instanceof CellHistory cells
                ? cells.continuing(buf.toString())
                : "";
    }

    /** Takes so much of the suggestion; false where there is none. */
    boolean take(boolean wordOnly) {
        String more = suggestion();
        if (more.isEmpty()) {
            return false;
        }
        int end = more.length();
        if (wordOnly) {
            end = 0;
            while (end < more.length() && !Character.isJavaIdentifierPart(more.charAt(end))) {
                end++;
            }
            while (end < more.length() && Character.isJavaIdentifierPart(more.charAt(end))) {
                end++;
            }
        }
        buf.write(more.substring(0, end));
        return true;
    }
}
