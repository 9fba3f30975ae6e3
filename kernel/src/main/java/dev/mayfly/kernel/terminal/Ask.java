package dev.mayfly.kernel.terminal;

import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks the person what a cell wants to know; what they type is kept nowhere. */
final class Ask {
    private final Terminal terminal;
    private final Runnable onInterrupt;

    /** @param onInterrupt stops the running cell */
    Ask(Terminal terminal, Runnable onInterrupt) {
        this.terminal = terminal;
        this.onInterrupt = onInterrupt;
    }

    /** Reads one line and hands it to whoever asked. */
    void answer(Questions.Question question) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        try {
            String prompt = question.prompt();
            question.answer().complete(question.secret() ? reader.readLine(prompt, '*') : reader.readLine(prompt));
        } catch (UserInterruptException e) {
            onInterrupt.run();
            question.answer()
                    .completeExceptionally(new IOException("interrupted while asking \"" + question.prompt() + "\""));
        } catch (EndOfFileException e) {
            question.answer()
                    .completeExceptionally(new IOException("nothing was typed after \"" + question.prompt() + "\""));
        }
    }
}
