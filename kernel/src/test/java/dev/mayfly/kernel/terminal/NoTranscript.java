package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps nothing. */
final class NoTranscript implements Transcript {
    @Override
    public FrontEnd begin(int number, String code, FrontEnd shown) {
        return shown;
    }

    @Override
    public void end(int number, Reply reply) {}

    @Override
    public int save(Path file) throws IOException {
        throw new IOException("kept nothing for " + file);
    }
}
