package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.display.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * The rows of the screen that belong to the line being typed: the line itself and, below it, a bar.
 *
 * <p>The bar is drawn together with the line. Rows of its own at the bottom of the screen would take a scroll region, and
 * what becomes of one when the screen is resized, or scrolls, differs from terminal to terminal. Here every place is
 * counted from the cursor, so that one rule serves all changes that the terminal made by itself: go up to where the
 * drawing began, clear the screen from there, draw anew. Where the drawing began depends on whether the terminal breaks
 * lines anew when it becomes narrower, as most do.
 *
 * <p>For one thread at a time.
 */
final class PromptDisplay extends Display {
    /** A screen that is lower has no row to spare. */
    private static final int LEAST_ROWS = 5;

    private static final AttributedString LINE_BREAK = new AttributedString("\n");

    private final boolean reflows;
    private final Size fitted = new Size();
    private List<AttributedString> bar = List.of();

    /** @param reflows whether the terminal breaks its lines anew when its width changes */
    PromptDisplay(Terminal terminal, boolean reflows) {
        super(terminal, false);
        this.reflows = reflows;
    }

    /** Whether the terminal that these variables describe breaks its lines anew when its width changes. */
    static boolean reflows(Map<String, String> environment) {
        if (environment.containsKey("TMUX")) {
            return true;
        }
        String type = environment.getOrDefault("TERM", "");
        boolean screen = environment.containsKey("STY") || type.startsWith("screen");
        return !screen && !environment.containsKey("XTERM_VERSION") && !type.matches("(linux|vt\\d).*");
    }

    /** Puts so many rows below the line, from the next drawing on; false where they are there already. */
    boolean bar(List<AttributedString> lines) {
        boolean changes = !lines.equals(bar);
        bar = List.copyOf(lines);
        return changes;
    }

    /**
     * Prepares for a screen of this size: where it has another one than before, what was drawn is taken off it.
     *
     * @return the rows that the line may take
     */
    int fit(Size size) {
        if (rows == 0 || !size.equals(fitted)) {
            if (rows > 0) {
                int above = reflows ? rowsAbove(size.getColumns()) : cursorPos / columns1;
                if (above > 0) {
                    perform(Capability.cursor_up, Capability.parm_up_cursor, above);
                }
                reset();
            }
            resize(size.getRows(), size.getColumns());
            fitted.copy(size);
        }
        return size.getRows() - barRows();
    }

    /** How many rows are above the cursor when what is drawn has been broken anew. */
    private int rowsAbove(int width) {
        int row = Math.min(cursorPos / columns1, oldLines.size() - 1);
        if (row < 0 || width <= 0) {
            return 0;
        }
        List<AttributedString> before = new ArrayList<>(oldLines.subList(0, row));
        before.add(oldLines.get(row).columnSubSequence(0, cursorPos % columns1));
        return AttributedString.join(AttributedString.EMPTY, before)
                        .columnSplitLength(width)
                        .size()
                - 1;
    }

    private int barRows() {
        return rows < LEAST_ROWS ? 0 : Math.min(bar.size(), rows / 2);
    }

    /** Forgets what is on the screen: the next drawing begins in the row of the cursor, with nothing below it. */
    @Override
    public void reset() {
        super.reset();
        cursorPos = 0;
        terminal.puts(Capability.carriage_return);
        terminal.puts(Capability.clr_eos);
    }

    @Override
    public void update(List<AttributedString> lines, int cursor, boolean flush) {
        // No lines at all: others are about to follow, and nobody wants to see the gap.
        super.update(withBar(lines, cursor), cursor, flush && !lines.isEmpty());
    }

    private List<AttributedString> withBar(List<AttributedString> lines, int cursor) {
        List<AttributedString> all = new ArrayList<>(lines);
        boolean cursorBehind = cursor + 1 == lines.size() * columns1;
        if (cursorBehind) {
            // The cursor stands behind a full row: at the start of the next one.
            all.add(AttributedString.EMPTY);
        }
        int shown = Math.min(barRows(), rows - all.size());
        if (lines.isEmpty() || shown <= 0) {
            return lines;
        }
        for (AttributedString line : bar.subList(0, shown)) {
            int last = all.size() - 1;
            all.set(last, AttributedString.join(AttributedString.EMPTY, all.get(last), LINE_BREAK));
            all.add(cut(line));
        }
        return all;
    }

    /** One column stays free, since a row that is full may be taken for one that goes on in the next. */
    private AttributedString cut(AttributedString line) {
        return new AttributedString(TextWidth.cut(line.toString(), columns - 1), line.styleAt(0));
    }
}
