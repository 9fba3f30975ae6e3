package dev.mayfly.kernel.cli;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A front end without a screen: what is shown goes to standard output as plain text, what is asked comes from standard
 * input, progress goes to standard error where a person watches it.
 */
final class PlainFrontEnd implements FrontEnd {
    private final StandardStreams streams;
    private final boolean inputIsScript;
    private final Runnable onBrokenPipe;
    private final @Nullable ProgressLine progress;
    private @Nullable BufferedReader answers;

    /**
     * Writes to these streams.
     *
     * @param inputIsScript whether standard input is spoken for
     * @param onBrokenPipe called once nobody reads standard output any more
     */
    PlainFrontEnd(StandardStreams streams, boolean inputIsScript, Runnable onBrokenPipe) {
        this.streams = streams;
        this.inputIsScript = inputIsScript;
        this.onBrokenPipe = onBrokenPipe;
        this.progress = streams.errIsTerminal() ? new ProgressLine(streams.err()) : null;
    }

    @Override
    public synchronized void stdout(String text) {
        eraseProgress();
        streams.out().print(text);
        if (streams.out().checkError()) {
            onBrokenPipe.run();
        }
    }

    @Override
    public synchronized void stderr(String text) {
        eraseProgress();
        streams.err().print(text);
        streams.err().flush();
    }

    @Override
    public void display(MimeBundle bundle, Optional<String> displayId) {
        String plain = bundle.plain();
        stdout(plain.endsWith("\n") ? plain : plain + "\n");
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        display(bundle, Optional.of(displayId));
    }

    /** What is written cannot be taken back. */
    @Override
    public void clear(boolean wait) {}

    @Override
    public synchronized void progress(RunningJob job, JobProgress state) {
        if (progress != null) {
            progress.show(state);
        }
    }

    @Override
    public synchronized String ask(String prompt, boolean secret) throws IOException {
        if (inputIsScript) {
            throw new IOException(
                    "nobody to ask \"" + prompt + "\": standard input is the script; run it from a file instead");
        }
        eraseProgress();
        streams.err().print(prompt);
        streams.err().flush();
        if (secret) {
            Optional<String> typed = unseen();
            if (typed.isPresent()) {
                return typed.get();
            }
        }
        if (answers == null) {
            answers = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
        }
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("nobody to ask \"" + prompt + "\": standard input is at its end");
        }
        return line;
    }

    // From Java 22 on there may be a console without a terminal; it then reads the line as we would.
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<String> unseen() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword();
        return typed == null ? Optional.empty() : Optional.of(new String(typed));
    }

    /** Takes the progress line off the screen. */
    synchronized void eraseProgress() {
        if (progress != null) {
            progress.erase();
        }
    }
}
