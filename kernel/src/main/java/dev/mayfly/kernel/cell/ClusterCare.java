package dev.mayfly.kernel.cell;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks after a cluster while a job runs on it: says who works and what it costs, and renews the lease where the spec has
 * jobs do so.
 */
final class ClusterCare implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    /** A job renews a lease that has less left than this. */
    private static final Duration SHORT = Duration.ofMinutes(15);

    private static final Duration LONGER = Duration.ofMinutes(30);

    private final Cluster cluster;
    private final ClusterJob job;
    private final Thread thread = new Thread(this::look, "cluster-care");
    private final CountDownLatch ended = new CountDownLatch(1);
    private OptionalDouble rate;

    private ClusterCare(Cluster cluster, ClusterJob job, OptionalDouble rate) {
        this.cluster = cluster;
        this.job = job;
        this.rate = rate;
    }

    /** @param rate US dollars an hour as last seen; empty where unknown */
    static ClusterCare start(Cluster cluster, ClusterJob job, OptionalDouble rate) {
        ClusterCare care = new ClusterCare(cluster, job, rate);
        care.thread.setDaemon(true);
        care.thread.start();
        return care;
    }

    private void look() {
        try {
            do {
                lookOnce();
            } while (!ended.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // Nobody does: the end comes by close().
            Thread.currentThread().interrupt();
        }
    }

    /** Never fails a job: a cloud may refuse an answer now and give it later. */
    private void lookOnce() {
        try {
            ClusterStatus status = cluster.status();
            synchronized (this) {
                rate = status.dollarsPerHour();
            }
            job.note(words(status));
            if (cluster.spec().renewLease()
                    && status.leaseLeft()
                            .filter(left -> left.compareTo(SHORT) < 0)
                            .isPresent()) {
                cluster.extend(LONGER);
            }
        } catch (ProvisionerException e) {
            job.note("the cluster cannot be looked after: " + e.getMessage());
        }
    }

    private static String words(ClusterStatus status) {
        int workers = workers(status);
        String cost = status.spent().isEmpty()
                ? ", cost unknown"
                : status.spent().getAsDouble() > 0
                        ? String.format(
                                Locale.ROOT, ", $%.2f so far", status.spent().getAsDouble())
                        : "";
        return "on " + workers + (workers == 1 ? " worker" : " workers") + cost;
    }

    /** How many workers work. */
    static int workers(ClusterStatus status) {
        return (int) status.nodes().stream()
                .filter(node -> node.role() == Role.WORKER && node.state() == NodeState.READY)
                .count();
    }

    synchronized OptionalDouble dollarsPerHour() {
        return rate;
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
