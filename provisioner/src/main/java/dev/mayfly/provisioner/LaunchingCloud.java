package dev.mayfly.provisioner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cloud that can start nodes. */
public interface LaunchingCloud extends Cloud {
    /**
     * Starts a node, or finds the one that an equal order started before: an order may be repeated at any time, by any
     * process, and there is one node for it while that node lives. The node ends itself when its lease is over.
     *
     * @return the node as it is now, pending or further
     */
    Node launch(Order order);

    /**
     * Starts many at once.
     *
     * @throws ProvisionerException if one of them cannot be started, after all others were tried
     */
    default List<Node> launchAll(List<Order> orders) {
        List<Node> nodes = new ArrayList<>();
        List<ProvisionerException> failures = new ArrayList<>();
        for (Order order : orders) {
            try {
                nodes.add(launch(order));
            } catch (ProvisionerException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return nodes;
    }

    /**
     * What is wanted of a node. Equal orders mean the same node.
     *
     * @param attempt how many nodes of this slot are over
     * @param master the id of a worker's master; empty for a master
     * @param spec the {@link ClusterSpec#hash}
     * @param masterAddress where a worker finds its master; empty for a master
     */
    record Order(
            String cluster,
            Role role,
            int slot,
            int attempt,
            String master,
            String spec,
            Duration lease,
            String masterAddress) {

        /** A node that needs no address of its master. */
        public Order(String cluster, Role role, int slot, int attempt, String master, String spec, Duration lease) {
            this(cluster, role, slot, attempt, master, spec, lease, "");
        }

        /** {@code worker 3}. */
        public String label() {
            return role == Role.MASTER ? role.label() : role.label() + " " + slot;
        }
    }
}
