package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A cluster that comes up: its nodes are ordered, and get ready by themselves. What is asked of it without a wait, is as it
 * was looked at last.
 */
public final class LiveStatus {
    /** How long {@link #await()} waits. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Cluster cluster;
    private final int workers;
    private volatile ClusterStatus last;

    LiveStatus(Cluster cluster, int workers, ClusterStatus first) {
        this.cluster = cluster;
        this.workers = workers;
        this.last = first;
    }

    /** What there was at the last look. */
    public ClusterStatus last() {
        return last;
    }

    /** The nodes at the last look. */
    public List<Node> nodes() {
        return last.nodes();
    }

    /** Looks again, and asks the nodes whether they work. */
    public ClusterStatus look() {
        last = cluster.status().wanting(workers);
        return last;
    }

    /** Returns when every node works, at most {@link #LONGEST} from now. */
    public ClusterStatus await() throws InterruptedException {
        return await(LONGEST, status -> {});
    }

    /**
     * Returns when every node works. Nodes that are lost meanwhile are replaced.
     *
     * @param watcher is told of each look
     * @throws ProvisionerException if it takes longer, the master is lost, or a node says that it cannot come up
     */
    public ClusterStatus await(Duration limit, Consumer<ClusterStatus> watcher) throws InterruptedException {
        Instant end = cluster.now().plus(limit);
        Duration pause = FIRST_PAUSE;
        while (true) {
            ClusterStatus now = look();
            watcher.accept(now);
            if (now.ready()) {
                return now;
            }
            requireHope(now.nodes(), workers);
            if (now.master().isEmpty()) {
                throw new ProvisionerException("Cluster " + now.name() + " lost its master while it came up: up("
                        + workers + ") starts anew.");
            }
            if (!cluster.now().isBefore(end)) {
                throw new ProvisionerException("Cluster " + now.name() + " is not ready after " + Plan.words(limit)
                        + ": " + unready(now) + ". logs(\"master\") shows what a node wrote; down() ends all.");
            }
            cluster.refill(workers);
            cluster.pause(pause);
            pause = pause.multipliedBy(2).compareTo(cluster.pace()) < 0 ? pause.multipliedBy(2) : cluster.pace();
        }
    }

    /** Nodes that say that they cannot come up are not waited for, and not started again and again. */
    static void requireHope(List<Node> nodes, int workers) {
        for (Node node : nodes) {
            node.failure().ifPresent(reason -> {
                throw new ProvisionerException(node.label() + " does not come up: " + reason + ". down() ends all, up("
                        + workers + ") tries again.");
            });
        }
    }

    private static String unready(ClusterStatus status) {
        List<String> late = status.nodes().stream()
                .filter(node -> node.state() != NodeState.READY)
                .map(node -> node.label() + " is " + node.state().label())
                .toList();
        return late.isEmpty() ? "workers are missing" : String.join(", ", late);
    }

    /** What there was at the last look; asks no cloud. */
    @Override
    public String toString() {
        return last.toString();
    }
}
