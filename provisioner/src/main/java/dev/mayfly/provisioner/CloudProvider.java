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
}
