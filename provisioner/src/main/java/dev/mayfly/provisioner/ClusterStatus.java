package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cluster was at some instant.
 *
 * @param nodes those that are not over, the master first, then by slot
 * @param dollarsPerHour of all of them; empty where the price of one is unknown
 * @param leaseLeft until the first node's lease is over; empty without nodes
 * @param reaped nodes that were ended now because their lease was over
 */
public record ClusterStatus(
        String name,
        String provider,
        List<Node> nodes,
        OptionalDouble dollarsPerHour,
        Optional<Duration> leaseLeft,
        List<Node> reaped) {
    public ClusterStatus {
        nodes = List.copyOf(nodes);
        reaped = List.copyOf(reaped);
    }

    static ClusterStatus of(ClusterSpec spec, String provider, List<Node> all, Instant now) {
        List<Node> alive = all.stream()
                .filter(node -> node.state() != NodeState.GONE)
                .sorted(Comparator.comparing(Node::role)
                        .thenComparing(Node::slot)
                        .thenComparing(Node::id))
                .toList();
        List<Node> reaped =
                alive.stream().filter(node -> node.lease().expired(now)).toList();
        List<Node> left =
                alive.stream().filter(node -> !node.lease().expired(now)).toList();
        boolean known = left.stream().allMatch(node -> node.price().isPresent());
        double rate = left.stream().mapToDouble(node -> node.price().orElse(0)).sum();
        Optional<Duration> lease =
                left.stream().map(node -> node.lease().remaining(now)).min(Comparator.naturalOrder());
        return new ClusterStatus(
                spec.name(), provider, left, known ? OptionalDouble.of(rate) : OptionalDouble.empty(), lease, reaped);
    }

    /** A line for each node, and what they come to. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("cluster " + name + " on " + provider + ": ");
        text.append(nodes.isEmpty() ? "no nodes" : nodes.size() == 1 ? "1 node" : nodes.size() + " nodes");
        leaseLeft.ifPresent(
                left -> text.append(", lease of ").append(Plan.words(left)).append(" left"));
        if (!nodes.isEmpty()) {
            text.append(
                    dollarsPerHour.isPresent()
                            ? String.format(Locale.ROOT, ", $%.2f an hour", dollarsPerHour.getAsDouble())
                            : ", price unknown");
        }
        text.append('\n');
        for (Node node : nodes) {
            text.append("  ")
                    .append(node.label())
                    .append(": ")
                    .append(node.state().label());
            text.append(", ").append(node.type()).append('\n');
        }
        for (Node node : reaped) {
            text.append("- reaped ").append(node.label()).append(": its lease was over\n");
        }
        return text.toString();
    }
}
