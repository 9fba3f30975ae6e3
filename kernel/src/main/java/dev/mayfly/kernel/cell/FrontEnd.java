package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the output of a cell goes, and where its input comes from: Jupyter, a terminal, or a report. Calls may come from
 * any thread, also after the cell has ended.
 */
public interface FrontEnd {
    /** Text that the cell printed to standard output, in order. */
    void stdout(String text);

    /** Text that the cell printed to standard error, in order. */
    void stderr(String text);

    /**
     * Shows a value.
     *
     * @param displayId names the value, so that {@link #update} can replace it
     */
    void display(MimeBundle bundle, Optional<String> displayId);

    /** Replaces what was shown under an id, wherever it was shown. */
    void update(String displayId, MimeBundle bundle);

    /** Clears the cell's output; with {@code wait}, only when the next output comes. */
    void clear(boolean wait);

    /** Shows how far a job is; the last call for a job has a phase that is an end. */
    void progress(RunningJob job, JobProgress progress);

    /** Sends a message to the front end's half of a pair of objects; a front end that has none drops it. */
    default void comm(CommMessage message) {}

    /** A job of the cell finished: what it read, and what it did. */
    default void computed(Inputs inputs, JobFacts facts) {}

    /**
     * Asks the person for a line.
     *
     * @param secret whether what is typed must not be seen or stored
     * @throws IOException if this front end has nobody to ask; the message says so
     */
    String ask(String prompt, boolean secret) throws IOException;
}
