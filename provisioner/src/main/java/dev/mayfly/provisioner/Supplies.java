package dev.mayfly.provisioner;

import java.nio.file.Path;

/** What nodes are made of, each part made or fetched when a cloud first asks for it. */
public interface Supplies {
    /** Our own part. */
    NodeRuntime runtime();

    /**
     * A folder of this machine as Spark wants its home: {@code jars/} and {@code RELEASE}. The first time it may take a
     * download.
     *
     * @throws ProvisionerException if it cannot be had
     */
    Path sparkHome();
}
