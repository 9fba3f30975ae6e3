package dev.mayfly.provisioner;

/** A kind of cloud, found by {@link java.util.ServiceLoader}. */
public interface CloudProvider {
    /** As the user names it. */
    String name();

    /**
     * Connects, by the standard configuration of the cloud.
     *
     * @param runtime what nodes run that are launched here
     */
    Cloud open(ClusterSpec spec, NodeRuntime runtime);

    /** As {@link #open(ClusterSpec, NodeRuntime)}, with what nodes are made of fetched when it is needed. */
    default Cloud open(ClusterSpec spec, Supplies supplies) {
        return open(spec, supplies.runtime());
    }
}
