package dev.mayfly.provisioner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out plans until there is nothing left to do. A cloud shows a new node late, so what was launched here is added to
 * what it shows. A master that was there and is not, was ended by another process: that process has the last word, and what
 * was launched here for it is ended too.
 */
final class Ascent {
    /** Nodes that end as soon as they start are not replaced for ever. */
    private static final int ROUNDS = 4;

    private final Cluster cluster;
    private final LaunchingCloud cloud;
    private final int workers;
    private final Map<String, Node> launched = new LinkedHashMap<>();

    Ascent(Cluster cluster, LaunchingCloud cloud, int workers) {
        this.cluster = cluster;
        this.cloud = cloud;
        this.workers = workers;
    }

    /** What there is when every node is ordered. */
    ClusterStatus climb() {
        List<Node> nodes = look();
        for (int round = 0; round < ROUNDS; round++) {
            Plan plan = cluster.compare(nodes, workers);
            plan.refusal().ifPresent(reason -> {
                throw new ProvisionerException("up(" + workers + ") is refused: " + reason);
            });
            if (plan.isEmpty()) {
                plan.master().ifPresent(master -> cluster.wish(master, workers));
                break;
            }
            carryOut(plan);
            nodes = look();
            LiveStatus.requireHope(nodes, workers);
            requireMaster(nodes);
        }
        return ClusterStatus.of(cluster.spec().name(), cloud.name(), nodes, cluster.now())
                .wanting(workers);
    }

    private void carryOut(Plan plan) {
        cluster.end(plan);
        List<Action.Launch> launches = plan.launches();
        Node master = plan.master().orElseGet(() -> remember(cloud.launch(order(launches.get(0), Optional.empty()))));
        cluster.wish(master, workers);
        List<LaunchingCloud.Order> orders = launches.stream()
                .filter(launch -> launch.role() == Role.WORKER)
                .map(launch -> order(launch, Optional.of(master)))
                .toList();
        if (!orders.isEmpty()) {
            cloud.launchAll(orders).forEach(this::remember);
        }
    }

    private Node remember(Node node) {
        launched.put(node.id(), node);
        return node;
    }

    private LaunchingCloud.Order order(Action.Launch launch, Optional<Node> master) {
        return new LaunchingCloud.Order(
                cluster.spec().name(),
                launch.role(),
                launch.slot(),
                launch.attempt(),
                master.map(Node::id).orElse(""),
                cluster.spec().hash(),
                cluster.spec().lease(),
                master.map(node -> node.place().inside()).orElse(""));
    }

    private List<Node> look() {
        List<Node> shown = cluster.nodes();
        Stream<Node> hidden = launched.values().stream()
                .filter(node -> shown.stream().noneMatch(other -> other.id().equals(node.id())));
        return Stream.concat(shown.stream(), hidden).toList();
    }

    private void requireMaster(List<Node> nodes) {
        boolean anyMaster = nodes.stream().anyMatch(node -> node.role() == Role.MASTER && node.alive(cluster.now()));
        if (anyMaster) {
            return;
        }
        List<Node> left = new ArrayList<>(nodes);
        left.removeIf(node -> node.state() == NodeState.GONE);
        if (!left.isEmpty()) {
            cluster.terminate(left);
        }
        throw new ProvisionerException("Cluster " + cluster.spec().name() + " lost its master while it came up: it was"
                + " preempted, or somebody called down(). What was started is ended; up(" + workers + ") starts anew.");
    }
}
