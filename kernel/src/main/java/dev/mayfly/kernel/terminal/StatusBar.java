package dev.mayfly.kernel.terminal;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.ProgressText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * The line below the prompt that tells of the running cell while the next one is typed: how far its job is, how fast, how
 * long still, what it spilled, how many cells wait, and what the cluster costs. State is guarded by this object's lock.
 */
final class StatusBar implements AutoCloseable {
    private static final long MILLIS_BETWEEN = 200;
    private static final int MOST_JOBS = 3;

    private final Runs runs;
    private final Supplier<Optional<String>> cluster;
    private final AttributedStyle style;
    private final Map<String, JobProgress> jobs = new LinkedHashMap<>();
    private final CellReader reader;
    private boolean reading;
    private boolean closed;

    /**
     * @param cluster how the cluster stands, where there is one; asked often
     * @param reader draws the bar below the line that is typed
     */
    StatusBar(boolean colours, Runs runs, Supplier<Optional<String>> cluster, CellReader reader) {
        this.runs = runs;
        this.cluster = cluster;
        this.reader = reader;
        this.style = colours ? AttributedStyle.DEFAULT.inverse() : AttributedStyle.DEFAULT;
        Thread thread = new Thread(this::work, "mayfly-status");
        thread.setDaemon(true);
        thread.start();
    }

    /** How far a job is. */
    synchronized void progress(RunningJob job, JobProgress progress) {
        switch (progress.phase()) {
            case WAIT, MAP, REDUCE -> jobs.put(job.id(), progress);
            case FINISHED, FAILED, CANCELLED -> jobs.remove(job.id());
        }
    }

    /** A line is being read: the bar may be shown. */
    synchronized void beginReading() {
        reading = true;
        notifyAll();
    }

    /** No line is read any more: with the line the bar has gone. */
    synchronized void endReading() {
        reading = false;
    }

    private void work() {
        try {
            while (true) {
                synchronized (this) {
                    while (!reading && !closed) {
                        wait();
                    }
                    if (closed) {
                        return;
                    }
                }
                reader.bar(lines().stream()
                        .map(line -> new AttributedString(line, style))
                        .toList());
                synchronized (this) {
                    wait(MILLIS_BETWEEN);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What there is to tell, a line for each job and one for the cluster; nothing while no cell runs and nothing costs. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Optional<Runs.Run> run = runs.running();
        run.ifPresent(cell -> {
            List<JobProgress> under;
            synchronized (this) {
                under = List.copyOf(jobs.values());
            }
            long seconds = runs.runningFor().toSeconds();
            int waiting = runs.waiting();
            String queue = waiting == 0 ? "" : ", " + waiting + (waiting == 1 ? " cell waits" : " cells wait");
            String stop = runs.isStopping() ? "stopping" : "Ctrl-C stops it";
            if (under.isEmpty()) {
                lines.add(cell.name() + " runs, " + seconds + " s" + queue + "; " + stop);
            }
            for (JobProgress progress : under) {
                lines.add(cell.name() + " " + ProgressText.line(progress) + queue);
            }
        });
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(MOST_JOBS, lines.size())));
        cluster.get().ifPresent(shown::add);
        return shown;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
