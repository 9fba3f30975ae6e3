package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.source.Inputs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Shows each job's progress in the cell that runs it, and keeps the jobs under way so that they can be cancelled. */
final class JobWatch implements JobListener {
    private record Watched(RunningJob job, Optional<CellTarget> cell) {}

    private final OutputRouter router;
    private final Map<String, Watched> running = new ConcurrentHashMap<>();

    JobWatch(OutputRouter router) {
        this.router = router;
    }

    @Override
    public void started(RunningJob job) {
        Watched watched = new Watched(job, router.current());
        running.put(job.id(), watched);
        if (watched.cell().filter(CellTarget::interrupted).isPresent()) {
            job.cancel();
        }
    }

    @Override
    public void progress(RunningJob job, JobProgress progress) {
        Watched watched = running.get(job.id());
        if (watched != null) {
            show(watched, progress);
        }
    }

    @Override
    public void ended(RunningJob job, JobProgress last) {
        Watched watched = running.remove(job.id());
        if (watched != null) {
            show(watched, last);
        }
    }

    @Override
    public void computed(Inputs inputs, JobFacts facts) {
        router.current().ifPresent(cell -> cell.frontEnd().computed(inputs, facts));
    }

    /** Asks the jobs of one cell to stop. */
    void cancel(CellTarget cell) {
        running.values().stream()
                .filter(watched -> watched.cell().filter(cell::equals).isPresent())
                .forEach(watched -> watched.job().cancel());
    }

    /** Asks every job to stop. */
    void cancelAll() {
        running.values().forEach(watched -> watched.job().cancel());
    }

    private static void show(Watched watched, JobProgress progress) {
        watched.cell().ifPresent(cell -> cell.frontEnd().progress(watched.job(), progress));
    }
}
