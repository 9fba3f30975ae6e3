package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.file.AtomicFile;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A session as a notebook: its cells with what each showed. What a cell printed is kept up to a million characters, and
 * all of a session up to sixty-four, so that one may be open for days. Safe from any thread.
 */
public final class SessionNotebook {
    private static final int MOST_OF_A_CELL = 1_000_000;
    private static final long MOST_OF_ALL = 64_000_000;

    private final Recorder recorder = new Recorder(
            new ProgressLines(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
            new JobLog());
    private final Map<Integer, Recorded> cells = new TreeMap<>();
    private long kept;

    private record Recorded(String code, Recorder.Page page) {}

    /**
     * Begins a cell.
     *
     * @param number its execution count
     * @param shown gets all that the cell shows
     * @return passes on to {@code shown} what it gets, and keeps it
     */
    public FrontEnd begin(int number, String code, FrontEnd shown) {
        Recorder.Page page = recorder.begin(number);
        synchronized (cells) {
            cells.put(number, new Recorded(code, page));
        }
        return new Keeping(shown, page);
    }

    /** Ends a cell. */
    public void end(int number, Reply reply) {
        Recorded cell;
        synchronized (cells) {
            cell = cells.get(number);
        }
        if (cell == null) {
            return;
        }
        if (reply instanceof Reply.Done done) {
            done.result().ifPresent(value -> cell.page().value(number, value));
        } else if (reply instanceof Reply.Failed failed) {
            cell.page().add(new Output.Failure(failed.name(), failed.message(), failed.traceback()));
        } else if (reply instanceof Reply.Interrupted interrupted) {
            cell.page().add(new Output.Failure("Interrupted", interrupted.note(), List.of(interrupted.note())));
        }
    }

    /**
     * Writes the cells so far, as nbformat 4.5; the file appears when it is complete.
     *
     * @return how many cells
     * @throws IOException if it cannot be written; the message names the file
     */
    public int save(Path file) throws IOException {
        List<Cell> written = new ArrayList<>();
        synchronized (cells) {
            cells.forEach((number, cell) -> written.add(new Cell(
                    Cell.CODE,
                    "",
                    cell.code(),
                    Json.object(),
                    cell.page().outputs(),
                    OptionalInt.of(number),
                    Json.object())));
        }
        ObjectNode metadata = Json.object();
        metadata.putObject("kernelspec")
                .put("display_name", "Mayfly (Java)")
                .put("language", "java")
                .put("name", "mayfly");
        metadata.putObject("language_info")
                .put("name", "java")
                .put("file_extension", ".jshell")
                .put("mimetype", "text/x-java-source");
        Notebook notebook = new Notebook(5, metadata, CellIds.complete(written), Json.object());
        byte[] json = NotebookWriter.write(notebook).getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(file, out -> out.write(json));
        } catch (IOException e) {
            throw new IOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
        return written.size();
    }

    private synchronized int room(int used, int wanted) {
        int room = (int) Math.max(0, Math.min(MOST_OF_A_CELL - used, MOST_OF_ALL - kept));
        int taken = Math.min(room, wanted);
        kept += taken;
        return taken;
    }

    /** Shows and keeps. */
    private final class Keeping implements FrontEnd {
        private final FrontEnd shown;
        private final Recorder.Page page;
        private int used;
        private boolean cut;

        Keeping(FrontEnd shown, Recorder.Page page) {
            this.shown = shown;
            this.page = page;
        }

        @Override
        public void stdout(String text) {
            page.stdout(kept(text));
            shown.stdout(text);
        }

        @Override
        public void stderr(String text) {
            page.stderr(kept(text));
            shown.stderr(text);
        }

        private synchronized String kept(String text) {
            int room = room(used, text.length());
            used += room;
            if (room == text.length() || cut) {
                return text.substring(0, room);
            }
            cut = true;
            return text.substring(0, room) + "\n[cut: the rest was shown in the terminal, and is not kept]\n";
        }

        @Override
        public void display(MimeBundle bundle, Optional<String> displayId) {
            page.display(bundle, displayId);
            shown.display(bundle, displayId);
        }

        @Override
        public void update(String displayId, MimeBundle bundle) {
            page.update(displayId, bundle);
            shown.update(displayId, bundle);
        }

        @Override
        public void clear(boolean wait) {
            page.clear(wait);
            shown.clear(wait);
        }

        @Override
        public void progress(RunningJob job, JobProgress progress) {
            shown.progress(job, progress);
        }

        @Override
        public String ask(String prompt, boolean secret) throws IOException {
            return shown.ask(prompt, secret);
        }
    }
}
