package dev.mayfly.provisioner;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where nodes live. It keeps their state, in tags; whoever asks keeps none. Safe for use by many threads.
 *
 * <p>Every method throws {@link ProvisionerException} where the cloud refuses or cannot be reached.
 */
public interface Cloud extends AutoCloseable {
    /** As the user names it: {@code ec2}. */
    String name();

    /** A spec as this cloud reads it: what a node is there, and what it costs. */
    default ClusterSpec fit(ClusterSpec spec) {
        return spec;
    }

    /** Every node of a cluster, those included that were over a short while ago. */
    List<Node> describe(String cluster);

    /** Every node of every cluster of this account, or user. */
    default List<Node> describeAll() {
        throw new ProvisionerException("Clusters on " + name() + " cannot be listed.");
    }

    /** The same nodes, after those that run were asked whether they work: ready or draining where they say so. */
    default List<Node> probe(List<Node> nodes) {
        return nodes;
    }

    /** How long to wait at most between two looks at nodes that come up: a look may cost, or be rationed. */
    default Duration pace() {
        return Duration.ofSeconds(3);
    }

    /** What nodes of a spec cost here. */
    default Prices prices(ClusterSpec spec) {
        return Prices.of(spec);
    }

    /** How a user reaches the master, and what it serves. */
    default Access access() {
        return Access.NONE;
    }

    /** What a node has written to its console; empty where it has written nothing yet. */
    default String console(Node node) {
        throw new ProvisionerException("Nodes on " + name() + " keep no console.");
    }

    /**
     * The way to the engine of a master that is ready. The caller closes it.
     *
     * @throws ProvisionerException also where the node runs no engine
     */
    default Gateway gateway(Node master) {
        throw new ProvisionerException("This version cannot reach the engine of " + master.label() + " on " + name()
                + ": ssh() prints a command that does.");
    }

    /**
     * Puts what nodes run where they can take it from, unless it is there.
     *
     * @return what was done, in words
     */
    default String publish(String address) {
        throw new ProvisionerException(
                "Nodes on " + name() + " take what they run from this machine: nothing to publish.");
    }

    /**
     * Deletes what is left of a cluster without nodes.
     *
     * @return whether nothing is left: no node that is ending, and none that is being started
     */
    default boolean sweep(String cluster) {
        return true;
    }

    /**
     * Sets tags of nodes, and leaves their others as they are. A node whose {@link Tags#LEASE_UNTIL} is set lives until
     * then.
     */
    void tag(Collection<String> ids, Map<String, String> tags);

    /** Ends nodes; does nothing about those that are over. Returns when the cloud has taken the order. */
    void terminate(Collection<String> ids);

    @Override
    void close();
}
