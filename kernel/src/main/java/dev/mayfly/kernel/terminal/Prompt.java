package dev.mayfly.kernel.terminal;

import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStyle;

/** Asks for the next cell: the prompt, what stands behind it already, and the bar while cells run. */
final class Prompt {
    private static final AttributedStyle STYLE = AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);

    private final Terminal terminal;
    private final Editing editing;
    private final Screen screen;
    private final Questions questions;
    private final StatusBar status;
    private String typed = "";

    Prompt(Terminal terminal, Editing editing, Screen screen, Questions questions, StatusBar status) {
        this.terminal = terminal;
        this.editing = editing;
        this.screen = screen;
        this.questions = questions;
        this.status = status;
    }

    /** Puts text into the next line, to be changed and sent. */
    void type(String text) {
        typed = text;
    }

    /**
     * Reads a cell.
     *
     * @throws UserInterruptException when the person stops it, or a cell asks something
     * @throws org.jline.reader.EndOfFileException when the person leaves
     */
    String read(int number) {
        editing.begin();
        String before = typed;
        typed = "";
        editing.reader().eraseAtEnd(false);
        screen.beginTyping();
        status.beginReading();
        try {
            if (!questions.beginTyping()) {
                throw new UserInterruptException(before);
            }
            return editing.reader().readLine(text(number), null, (MaskingCallback) null, before);
        } finally {
            questions.endTyping();
            status.endReading();
            screen.endTyping();
        }
    }

    /** Shows a cell that nobody typed as if somebody had. */
    void echo(int number, String code) {
        int spaces = ("In [" + number + "]: ").length() - CellReader.FURTHER.length();
        String indent = " ".repeat(spaces) + CellReader.FURTHER;
        String text = screen.coloured() ? JavaHighlighter.highlight(code, -1).toAnsi(terminal) : code;
        screen.whole(text(number) + text.replace("\n", "\n" + indent));
    }

    private String text(int number) {
        return screen.styled("In [" + number + "]: ", STYLE);
    }
}
