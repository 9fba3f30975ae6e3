package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Nodes for tests, and what becomes of them when a plan is carried out. */
final class Nodes {
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final ClusterSpec SPEC = SpecFile.parse("""
            {"name": "logs", "instanceTypes": ["m6i.xlarge", "m5.xlarge"], "lease": "2 h", "budget": 10,
             "prices": {"m6i.xlarge": 0.2, "m5.xlarge": 0.1}}""");
    static final Prices PRICES = Prices.of(SPEC);

    private Nodes() {}

    static Node master(String id) {
        return node(id, Role.MASTER, 0, "");
    }

    static Node worker(String id, int slot, String master) {
        return node(id, Role.WORKER, slot, master);
    }

    private static Node node(String id, Role role, int slot, String master) {
        Lease lease = new Lease(NOW.plus(Duration.ofHours(1)));
        OptionalDouble price = OptionalDouble.of(0.2);
        return new Node(id, role, slot, NodeState.READY, "m6i.xlarge", price, NOW, lease, master, SPEC.hash());
    }

    static Node ofSpec(Node node, String spec) {
        return new Node(
                node.id(),
                node.role(),
                node.slot(),
                node.state(),
                node.type(),
                node.price(),
                node.launched(),
                node.lease(),
                node.master(),
                spec);
    }

    static Node leasedUntil(Node node, Instant until) {
        return new Node(
                node.id(),
                node.role(),
                node.slot(),
                node.state(),
                node.type(),
                node.price(),
                node.launched(),
                new Lease(until),
                node.master(),
                node.spec());
    }

    /** What a cloud shows after a plan; new ids sort after the given ones where {@code prefix} does. */
    static List<Node> after(Plan plan, List<Node> before, String prefix) {
        List<String> ended = plan.ending().stream().map(Node::id).toList();
        List<Node> nodes = new ArrayList<>();
        for (Node node : before) {
            nodes.add(
                    ended.contains(node.id())
                            ? node.in(NodeState.GONE)
                            : plan.draining().contains(node) ? node.in(NodeState.DRAINING) : node);
        }
        String master = nodes.stream()
                .filter(node -> node.role() == Role.MASTER
                        && node.state().present()
                        && !node.lease().expired(NOW))
                .map(Node::id)
                .findFirst()
                .orElse("");
        for (Action.Launch launch : plan.launches()) {
            String id = prefix + nodes.size();
            if (launch.role() == Role.MASTER) {
                master = id;
                nodes.add(master(id));
            } else {
                nodes.add(worker(id, launch.slot(), master).in(NodeState.PENDING));
            }
        }
        return nodes;
    }
}
