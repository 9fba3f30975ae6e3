package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStyle;

/** Shows what cells gave: as much as a person can look at, and how to see the rest. */
final class Values {
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    /** However small the screen is, a table of the usual length is shown whole. */
    private static final int LEAST_LINES = 30;

    private final Terminal terminal;
    private final Screen screen;
    private String last = "";

    Values(Terminal terminal, Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    /** The last value or text that was shown, whole. */
    synchronized String last() {
        return last;
    }

    /** How a cell ended. */
    void show(int number, Reply reply) {
        if (reply instanceof Reply.Done done) {
            done.result().ifPresent(value -> value(number, value));
        } else if (reply instanceof Reply.Failed failed) {
            if (failed.traceback().isEmpty()) {
                screen.line(failed.name() + ": " + failed.message(), AttributedStyle.DEFAULT);
            }
            failed.traceback().forEach(screen::ansi);
        } else if (reply instanceof Reply.Interrupted interrupted) {
            screen.line(interrupted.note(), FAINT);
        }
    }

    /** A value of one line stands beside its label, a larger one has the whole width below it. */
    private void value(int number, MimeBundle bundle) {
        String label = "Out[" + number + "]:";
        String value = bundle.plain().stripTrailing();
        keep(value);
        if (screen.picture(screen.styled(label, FAINT), bundle)) {
            return;
        }
        boolean beside = value.indexOf('\n') < 0 && label.length() + 1 + value.length() <= columns();
        screen.whole(screen.styled(label, FAINT) + (beside ? " " : "\n") + cut(value));
    }

    /** A text of the terminal's own, such as documentation. */
    void text(String text) {
        keep(text);
        screen.whole(cut(text));
    }

    private synchronized void keep(String text) {
        last = text;
    }

    private String cut(String text) {
        List<String> lines = text.lines().toList();
        int most = Math.max(LEAST_LINES, 2 * terminal.getHeight());
        if (lines.size() <= most) {
            return text;
        }
        return String.join("\n", lines.subList(0, most)) + "\n"
                + screen.styled("… " + (lines.size() - most) + " more lines: %more shows all", FAINT);
    }

    /** A terminal that cannot tell its width says 0. */
    private int columns() {
        return terminal.getWidth() > 0 ? terminal.getWidth() : 80;
    }
}
