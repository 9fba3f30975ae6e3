package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A front end that keeps everything it is told, in order. Safe for any thread. */
final class RecordingFrontEnd implements FrontEnd {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final List<String> events = new ArrayList<>();
    private final List<MimeBundle> displays = new ArrayList<>();
    private final List<JobProgress> progress = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();

    RecordingFrontEnd(String... answers) {
        this.answers.addAll(Arrays.asList(answers));
    }

    private synchronized void event(String event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public synchronized void stdout(String text) {
        out.append(text);
        event("out:" + text);
    }

    @Override
    public synchronized void stderr(String text) {
        err.append(text);
        event("err:" + text);
    }

    @Override
    public synchronized void display(MimeBundle bundle, Optional<String> displayId) {
        displays.add(bundle);
        // A name that was made up is another each time.
        String name =
                displayId.filter(id -> id.length() < 36).map(id -> id + "=").orElse("");
        event("display:" + name + bundle.plain());
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        event("update:" + displayId + "=" + bundle.plain());
    }

    @Override
    public void clear(boolean wait) {
        event("clear:" + wait);
    }

    @Override
    public synchronized void progress(RunningJob job, JobProgress state) {
        progress.add(state);
        notifyAll();
    }

    @Override
    public synchronized String ask(String prompt, boolean secret) throws IOException {
        if (answers.isEmpty()) {
            throw new IOException("nobody is there to ask");
        }
        return answers.remove();
    }

    synchronized String out() {
        return out.toString();
    }

    synchronized String err() {
        return err.toString();
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    synchronized List<MimeBundle> displays() {
        return List.copyOf(displays);
    }

    synchronized List<JobProgress> progress() {
        return List.copyOf(progress);
    }

    /** Waits until the front end was told what is asked for. */
    synchronized void await(Predicate<RecordingFrontEnd> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.test(this)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("not within 20 s; so far: " + events + " " + progress);
            }
            wait(left);
        }
    }
}
