package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a cluster was at some instant.
 *
 * @param nodes those that are not over, the master first, then by slot
 * @param dollarsPerHour of all of them; empty where the price of one is unknown
 * @param leaseLeft until the first node's lease is over; empty without nodes
 * @param reaped nodes that were ended now because their lease was over
 * @param wanted how many workers it should have, where that was said
 * @param spent US dollars so far; empty where the price of a node is unknown
 * @param projected US dollars in all, if every node lives until its lease is over
 * @param owner who started the master; empty where nobody says so
 */
public record ClusterStatus(
        String name,
        String provider,
        List<Node> nodes,
        OptionalDouble dollarsPerHour,
        Optional<Duration> leaseLeft,
        List<Node> reaped,
        OptionalInt wanted,
        OptionalDouble spent,
        OptionalDouble projected,
        String owner) {
    public ClusterStatus {
        nodes = List.copyOf(nodes);
        reaped = List.copyOf(reaped);
    }

    static ClusterStatus of(String name, String provider, List<Node> all, Instant now) {
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
        Optional<Node> master = master(left);
        OptionalDouble spent = Spent.settled(all)
                .upTo(now, all)
                .map(sum -> OptionalDouble.of(sum.dollars()))
                .orElse(OptionalDouble.empty());
        return new ClusterStatus(
                name,
                provider,
                left,
                rate(left),
                left.stream().map(node -> node.lease().remaining(now)).min(Comparator.naturalOrder()),
                reaped,
                master.map(Node::want).orElse(OptionalInt.empty()),
                spent,
                projected(spent, left, now),
                master.map(node -> node.tags().getOrDefault(Tags.OWNER, "")).orElse(""));
    }

    /** The same, wanting some workers: a cloud may show late what it was told. */
    ClusterStatus wanting(int workers) {
        return new ClusterStatus(
                name,
                provider,
                nodes,
                dollarsPerHour,
                leaseLeft,
                reaped,
                OptionalInt.of(workers),
                spent,
                projected,
                owner);
    }

    private static OptionalDouble rate(List<Node> nodes) {
        boolean known = nodes.stream().allMatch(node -> node.price().isPresent());
        return known
                ? OptionalDouble.of(nodes.stream()
                        .mapToDouble(node -> node.price().orElse(0))
                        .sum())
                : OptionalDouble.empty();
    }

    private static OptionalDouble projected(OptionalDouble spent, List<Node> nodes, Instant now) {
        if (spent.isEmpty() || rate(nodes).isEmpty()) {
            return OptionalDouble.empty();
        }
        double rest = nodes.stream()
                .mapToDouble(
                        node -> Plan.over(node.price().orElse(0), node.lease().remaining(now)))
                .sum();
        return OptionalDouble.of(spent.getAsDouble() + rest);
    }

    private static Optional<Node> master(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.role() == Role.MASTER && node.state().present())
                .findFirst();
    }

    /** The master, if it is present. */
    public Optional<Node> master() {
        return master(nodes);
    }

    /** How many nodes are in a state. */
    public int count(NodeState state) {
        return (int) nodes.stream().filter(node -> node.state() == state).count();
    }

    /** Whether the master and all workers that are wanted work. */
    public boolean ready() {
        long workers = nodes.stream()
                .filter(node -> node.role() == Role.WORKER && node.state() == NodeState.READY)
                .count();
        return master().filter(node -> node.state() == NodeState.READY).isPresent() && workers >= wanted.orElse(0);
    }

    /** One line: how many nodes are how far, what they cost, and how long they may live. */
    public String line() {
        StringBuilder text = new StringBuilder("cluster " + name + " on " + provider + ": ");
        text.append(nodes.isEmpty() ? "no nodes" : nodes.size() == 1 ? "1 node" : nodes.size() + " nodes");
        if (!nodes.isEmpty()) {
            String states = "";
            for (NodeState state : NodeState.values()) {
                states += count(state) == 0 ? "" : (states.isEmpty() ? "" : ", ") + count(state) + " " + state.label();
            }
            text.append(" (").append(states).append(')');
        }
        leaseLeft.ifPresent(
                left -> text.append(", lease of ").append(Plan.words(left)).append(" left"));
        if (!nodes.isEmpty()) {
            text.append(dollars(", $%.2f an hour", dollarsPerHour, ", price unknown"));
            text.append(dollars(", $%.2f so far", spent, ""));
            text.append(dollars(", $%.2f by the end of the lease", projected, ""));
        }
        return text.toString();
    }

    private static String dollars(String format, OptionalDouble sum, String unknown) {
        return sum.isPresent() ? String.format(Locale.ROOT, format, sum.getAsDouble()) : unknown;
    }

    /** That line, and one for each node. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(line()).append('\n');
        for (Node node : nodes) {
            text.append("  ")
                    .append(node.label())
                    .append(": ")
                    .append(node.state().label());
            text.append(", ").append(node.type());
            text.append(
                            node.place().zone().isEmpty()
                                    ? ""
                                    : " in " + node.place().zone())
                    .append('\n');
        }
        for (Node node : reaped) {
            text.append("- reaped ").append(node.label()).append(": its lease was over\n");
        }
        return text.toString();
    }
}
