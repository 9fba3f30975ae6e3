package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks after leases and money of a cluster: whoever asks how it is, ends what is over and settles what it cost. */
final class Upkeep {
    private final Cluster cluster;
    private final Cloud cloud;

    Upkeep(Cluster cluster, Cloud cloud) {
        this.cluster = cluster;
        this.cloud = cloud;
    }

    ClusterStatus status() {
        List<Node> nodes = cloud.probe(cluster.nodes());
        reap(nodes);
        settle(nodes);
        return ClusterStatus.of(cluster.spec().name(), cloud.name(), nodes, cluster.now());
    }

    private void reap(List<Node> nodes) {
        List<Node> expired = nodes.stream()
                .filter(node -> node.state() != NodeState.GONE && node.lease().expired(cluster.now()))
                .toList();
        if (!expired.isEmpty()) {
            cluster.terminate(expired);
        }
    }

    /** Writes the cost so far on the master, now and then: nodes that are over vanish with what they cost. */
    private void settle(List<Node> nodes) {
        Instant now = cluster.now();
        Spent settled = Spent.settled(nodes);
        Instant due = settled.until().plus(Spent.RENEWED_AFTER);
        Optional<Node> master = nodes.stream()
                .filter(node -> node.role() == Role.MASTER && node.alive(now))
                .filter(node -> node.launched().plus(Spent.RENEWED_AFTER).isBefore(now))
                .findFirst();
        if (master.isPresent() && due.isBefore(now)) {
            settled.upTo(now, nodes)
                    .ifPresent(spent -> cloud.tag(List.of(master.get().id()), Map.of(Tags.SPENT, spent.tag())));
        }
    }

    ClusterStatus extend(Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(ClusterSpec.LONGEST_LEASE) > 0) {
            throw new ProvisionerException("A lease may be extended by at most " + Plan.words(ClusterSpec.LONGEST_LEASE)
                    + "; got " + Plan.words(time) + ".");
        }
        ClusterStatus status = status();
        Extension.refusal(status, cluster.spec(), time).ifPresent(reason -> {
            throw new ProvisionerException("extend(" + Plan.words(time) + ") is refused: " + reason);
        });
        Instant until = cluster.now().plus(time);
        List<String> shorter = status.nodes().stream()
                .filter(node -> node.state().present() && node.lease().until().isBefore(until))
                .map(Node::id)
                .toList();
        if (!shorter.isEmpty()) {
            cloud.tag(shorter, Map.of(Tags.LEASE_UNTIL, until.toString()));
        }
        return status();
    }
}
