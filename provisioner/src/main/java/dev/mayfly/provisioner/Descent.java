package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends a cluster until the cloud says that nothing is left, also what another process was just starting. */
final class Descent {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Cloud cloud;

    Descent(Cluster cluster, Cloud cloud) {
        this.cluster = cluster;
        this.cloud = cloud;
    }

    /** What was done, once all is over. */
    Plan fall() {
        Plan first = Planner.down(cluster.nodes(), cluster.spec());
        Plan rest = first;
        Instant end = cluster.now().plus(LIMIT);
        Set<Node> ended = new HashSet<>();
        for (boolean again = false; ; again = true) {
            if (rest.isEmpty() && cloud.sweep(cluster.spec().name())) {
                break;
            }
            if (!rest.isEmpty()) {
                cluster.terminate(rest.ending());
                ended.addAll(rest.ending());
            }
            if (!cluster.now().isBefore(end)) {
                throw new ProvisionerException("Cluster " + cluster.spec().name() + " is not over after "
                        + Plan.words(LIMIT) + ": its nodes end when their lease is over; call down() again.");
            }
            if (again) {
                pauseUnlessInterrupted();
            }
            rest = Planner.down(cluster.nodes(), cluster.spec());
        }
        List<Node> stragglers = ended.stream()
                .filter(node ->
                        first.ending().stream().noneMatch(known -> known.id().equals(node.id())))
                .toList();
        return first.with(stragglers, "it was being started while the cluster went down");
    }

    private void pauseUnlessInterrupted() {
        try {
            cluster.pause(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionerException(
                    "Interrupted: cluster " + cluster.spec().name() + " is ending; down() again sees it to its end.",
                    e);
        }
    }
}
