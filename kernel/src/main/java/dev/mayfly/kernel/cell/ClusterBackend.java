package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.provisioner.Cluster;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;

/**
 * Runs plans on a cluster that was ordered. A job that comes before the cluster is ready waits, and says what for; while
 * it runs, its watcher hears how many nodes work on it and what they cost, and the lease is renewed if the spec says so. Safe
 * for use by many threads.
 */
final class ClusterBackend implements Backend {
    private static final long LOOK_MILLIS = 250;

    private final Cluster cluster;
    private final Connections connections;
    private final AtomicLong jobs = new AtomicLong();

    /** @param connections to the engine of this cluster; closed with the backend */
    ClusterBackend(Cluster cluster, Connections connections) {
        this.cluster = cluster;
        this.connections = connections;
    }

    @Override
    public String name() {
        return "cluster " + cluster.spec().name() + " on " + cluster.provider();
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    @Override
    public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
        String id = "cluster-job-" + jobs.incrementAndGet();
        ClusterJob job = new ClusterJob(id, name(), plan.inputs().list().size(), listener);
        JobProgress.Phase end = JobProgress.Phase.FAILED;
        listener.started(job);
        try {
            Connections.Found found = awaitEngine(job);
            Backend engine = found.backend().orElseThrow();
            long start = System.nanoTime();
            JobOutput<T> output;
            OptionalDouble rate;
            try (ClusterCare care =
                    ClusterCare.start(cluster, job, found.status().dollarsPerHour())) {
                output = engine.run(plan, job.relay());
                rate = care.dollarsPerHour();
            }
            end = JobProgress.Phase.FINISHED;
            double hours = (System.nanoTime() - start) / 3.6e12;
            OptionalDouble charged =
                    rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * hours) : OptionalDouble.empty();
            return new ClusterOutput<>(output, name(), charged);
        } catch (JobCancelledException e) {
            end = JobProgress.Phase.CANCELLED;
            throw e;
        } catch (InterruptedException e) {
            end = JobProgress.Phase.CANCELLED;
            Thread.currentThread().interrupt();
            throw new JobCancelledException(id + " was interrupted while it waited for " + name());
        } finally {
            job.ended(end);
        }
    }

    private Connections.Found awaitEngine(ClusterJob job) throws InterruptedException {
        while (true) {
            if (job.isCancelled()) {
                throw new JobCancelledException(job.id() + " was cancelled while it waited for " + name());
            }
            Connections.Found found = connections.find();
            if (found.backend().isPresent()) {
                return found;
            }
            job.waits("waiting for " + found.status().line());
            job.pause(LOOK_MILLIS);
        }
    }

    /** The engine's own session, once the cluster is ready. */
    SparkSession session() throws InterruptedException {
        while (connections.find().backend().isEmpty()) {
            Thread.sleep(LOOK_MILLIS);
        }
        return connections.session();
    }

    /** Ends the connections; the cluster lives on. */
    @Override
    public void close() {
        connections.close();
    }
}
