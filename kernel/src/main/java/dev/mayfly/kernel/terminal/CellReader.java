package dev.mayfly.kernel.terminal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;

/**
 * JLine's line reader with a suggestion behind the cursor: what is missing of the last cell that began as what is typed.
 * The suggestion is no part of the buffer until it is taken.
 */
final class CellReader extends LineReaderImpl {
    private final boolean suggests;
    private volatile boolean erases;

    CellReader(Terminal terminal, Map<String, Object> variables, boolean suggests) {
        super(terminal, "Mayfly", variables);
        this.suggests = suggests;
    }

    /** Takes the line that is typed off the screen when its reading ends: it will be drawn again below. */
    void eraseAtEnd(boolean erase) {
        erases = erase;
    }

    @Override
    public boolean isSet(Option option) {
        return option == Option.ERASE_LINE_ON_FINISH ? erases : super.isSet(option);
    }

    /** Held by whoever draws on the screen. */
    Lock drawing() {
        return lock;
    }

    /**
     * Changes the status bar. When it grows or shrinks the screen scrolls: the line that is typed is taken away before and
     * drawn again behind, or it would stand there twice. The caller holds the lock of {@link #drawing}.
     */
    void status(Status bar, List<AttributedString> lines) {
        boolean moves = bar.size() != lines.size();
        if (moves && reading) {
            display.update(List.of(), 0);
        }
        bar.update(lines);
        lastStatusSize = bar.size();
        if (moves && reading) {
            redisplay();
        }
        terminal.flush();
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
        return suggests && atEnd && state == State.NORMAL && history instanceof CellHistory cells
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
