package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps the cells of a session and what they showed, to write them as a notebook. Safe from any thread. */
public interface Transcript {
    /**
     * Begins a cell.
     *
     * @return a front end that passes on what it gets, and keeps it
     */
    FrontEnd begin(int number, String code, FrontEnd shown);

    /** Ends a cell. */
    void end(int number, Reply reply);

    /**
     * Writes all cells so far.
     *
     * @return how many
     * @throws IOException if the file cannot be written; the message says which and why
     */
    int save(Path file) throws IOException;
}
