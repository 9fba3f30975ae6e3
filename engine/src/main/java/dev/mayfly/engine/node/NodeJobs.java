package dev.mayfly.engine.node;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of this executor. Spark hands a task nothing but its function, so that there is no other place for what tasks
 * share than the process itself. The last jobs are kept, since a job's stages come one after the other. A thread tells
 * the sessions how far their jobs are, and stops the parts of jobs whose sessions are gone.
 */
final class NodeJobs {
    private static final NodeJobs HERE = new NodeJobs();
    private static final int KEPT = 8;
    private static final long REPORT_MILLIS = 500;
    /** A session that does not answer for so long has ended, or its tunnel has. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** All guarded by this. */
    private final Map<JobAddress, NodeJob> jobs = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<NodeJob, Long> unheard = new LinkedHashMap<>();
    private @Nullable TemporaryFolders folders;

    private NodeJobs() {}

    /** The job of an address. */
    static NodeJob of(JobAddress address) throws IOException {
        return HERE.get(address);
    }

    private synchronized NodeJob get(JobAddress address) throws IOException {
        NodeJob job = jobs.get(address);
        if (job == null) {
            if (folders == null) {
                folders = TemporaryFolders.standard();
                Thread reporter = new Thread(this::report, "mayfly-progress");
                reporter.setDaemon(true);
                reporter.start();
            }
            makeRoom();
            job = NodeJob.begin(address, folders);
            jobs.put(address, job);
        }
        return job;
    }

    private void makeRoom() throws IOException {
        List<JobAddress> oldest = new ArrayList<>(jobs.keySet());
        for (JobAddress address : oldest) {
            NodeJob job = jobs.get(address);
            if (jobs.size() >= KEPT && job != null && !job.isBusy()) {
                jobs.remove(address);
                unheard.remove(job);
                job.close();
            }
        }
    }

    private void report() {
        while (true) {
            try {
                TimeUnit.MILLISECONDS.sleep(REPORT_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            List<NodeJob> busy;
            synchronized (this) {
                busy = jobs.values().stream().filter(NodeJob::isBusy).toList();
            }
            busy.forEach(this::report);
        }
    }

    private void report(NodeJob job) {
        try {
            job.report();
            heard(job, true);
        } catch (SessionLink.GoneException e) {
            job.cancel();
        } catch (IOException e) {
            if (heard(job, false)) {
                job.cancel();
            }
        }
    }

    /** Whether a session has been silent for too long. */
    private synchronized boolean heard(NodeJob job, boolean answered) {
        if (answered) {
            unheard.remove(job);
            return false;
        }
        long now = System.nanoTime();
        return now - unheard.computeIfAbsent(job, any -> now) > GONE_NANOS;
    }
}
