package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.report.SessionNotebook;
import dev.mayfly.kernel.terminal.Transcript;
import java.io.IOException;
import java.nio.file.Path;

/** The terminal's cells as a notebook: two front ends that do not know each other meet here. */
final class SessionTranscript implements Transcript {
    private final SessionNotebook notebook = new SessionNotebook();

    @Override
    public FrontEnd begin(int number, String code, FrontEnd shown) {
        return notebook.begin(number, code, shown);
    }

    @Override
    public void end(int number, Reply reply) {
        notebook.end(number, reply);
    }

    @Override
    public int save(Path file) throws IOException {
        return notebook.save(file);
    }
}
