package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Collects what cells show, as outputs of a notebook. A cell's front end stays open after the cell has ended, for the
 * threads that outlive it. Safe from any thread: every access holds the recorder's lock.
 */
final class Recorder {
    /** A cell that prints more than this many characters is cut there, and its output says so. */
    static final int MOST_TEXT = 20_000_000;

    private final ProgressLines progress;
    private final JobLog jobs;
    private final List<Page> pages = new ArrayList<>();

    Recorder(ProgressLines progress, JobLog jobs) {
        this.progress = progress;
        this.jobs = jobs;
    }

    /** Begins to record the n-th cell that runs. */
    Page begin(int number) {
        synchronized (this) {
            Page page = new Page(number);
            pages.add(page);
            return page;
        }
    }

    private void replace(String displayId, MimeBundle bundle) {
        for (Page page : pages) {
            page.outputs.replaceAll(output ->
                    output instanceof Output.Display shown && shown.displayId().equals(Optional.of(displayId))
                            ? display(bundle, shown.displayId())
                            : output);
        }
    }

    private static Output.Display display(MimeBundle bundle, Optional<String> displayId) {
        return new Output.Display(object(bundle.data()), object(bundle.metadata()), displayId);
    }

    private static ObjectNode object(Object map) {
        return (ObjectNode) Json.tree(map);
    }

    /** The outputs of one cell. */
    final class Page implements FrontEnd {
        private final int number;
        private final List<Output> outputs = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private String stream = "";
        private int printed;
        private boolean clearNext;

        private Page(int number) {
            this.number = number;
        }

        @Override
        public void stdout(String printedText) {
            print("stdout", printedText);
        }

        @Override
        public void stderr(String printedText) {
            print("stderr", printedText);
        }

        private void print(String name, String more) {
            synchronized (Recorder.this) {
                if (more.isEmpty()) {
                    return;
                }
                clearIfDue();
                if (!stream.equals(name)) {
                    endStream();
                    stream = name;
                }
                int room = MOST_TEXT - printed;
                printed += Math.min(room, more.length());
                if (room >= more.length()) {
                    text.append(more);
                } else if (room > 0) {
                    text.append(more, 0, room)
                            .append(String.format(
                                    "%n[cut: a report keeps %,d characters of a cell's text]%n", MOST_TEXT));
                }
            }
        }

        @Override
        public void display(MimeBundle bundle, Optional<String> displayId) {
            synchronized (Recorder.this) {
                displayId.ifPresent(id -> replace(id, bundle));
                add(Recorder.display(bundle, displayId));
            }
        }

        @Override
        public void update(String displayId, MimeBundle bundle) {
            synchronized (Recorder.this) {
                replace(displayId, bundle);
            }
        }

        @Override
        public void clear(boolean wait) {
            synchronized (Recorder.this) {
                clearNext = true;
                if (!wait) {
                    clearIfDue();
                }
            }
        }

        @Override
        public void progress(RunningJob job, JobProgress state) {
            progress.job(job, state);
        }

        @Override
        public void computed(Inputs inputs, JobFacts facts) {
            jobs.add(number, inputs, facts);
        }

        @Override
        public String ask(String prompt, boolean secret) throws IOException {
            throw new IOException("A report has nobody to ask \"" + prompt.strip()
                    + "\": declare a parameter for it, and set it with -p");
        }

        /** Adds what is no display: the cell's value, or its failure. */
        void add(Output output) {
            synchronized (Recorder.this) {
                clearIfDue();
                endStream();
                outputs.add(output);
            }
        }

        void value(int executionCount, MimeBundle bundle) {
            add(new Output.Value(OptionalInt.of(executionCount), object(bundle.data()), object(bundle.metadata())));
        }

        /** Forgets what an attempt showed, for the next one. */
        void restart(String note) {
            synchronized (Recorder.this) {
                outputs.clear();
                text.setLength(0);
                stream = "";
                clearNext = false;
                outputs.add(new Output.Stream("stderr", note));
            }
        }

        /** The outputs so far. */
        List<Output> outputs() {
            synchronized (Recorder.this) {
                List<Output> copy = new ArrayList<>(outputs);
                if (!text.isEmpty()) {
                    copy.add(new Output.Stream(stream, text.toString()));
                }
                return copy;
            }
        }

        private void clearIfDue() {
            if (clearNext) {
                clearNext = false;
                outputs.clear();
                text.setLength(0);
                printed = 0;
            }
        }

        private void endStream() {
            if (!text.isEmpty()) {
                outputs.add(new Output.Stream(stream, text.toString()));
                text.setLength(0);
            }
        }
    }
}
