package dev.mayfly.provisioner;

import java.time.Duration;

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
     * What is wanted of a node. Equal orders mean the same node.
     *
     * @param attempt how many nodes of this slot are over
     * @param master the id of a worker's master; empty for a master
     * @param spec the {@link ClusterSpec#hash}
     */
    record Order(String cluster, Role role, int slot, int attempt, String master, String spec, Duration lease) {}
}
