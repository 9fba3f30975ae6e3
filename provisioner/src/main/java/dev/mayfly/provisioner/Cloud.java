package dev.mayfly.provisioner;

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

    /** Sets tags of nodes, and leaves their others as they are. */
    void tag(Collection<String> ids, Map<String, String> tags);

    /** Ends nodes; does nothing about those that are over. Returns when the cloud has taken the order. */
    void terminate(Collection<String> ids);

    @Override
    void close();
}
