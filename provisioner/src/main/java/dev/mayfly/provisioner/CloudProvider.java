package dev.mayfly.provisioner;

/** A kind of cloud, found by {@link java.util.ServiceLoader}. */
public interface CloudProvider {
    /** As the user names it. */
    String name();

    /** Connects, by the standard configuration of the cloud. */
    Cloud open(ClusterSpec spec);
}
