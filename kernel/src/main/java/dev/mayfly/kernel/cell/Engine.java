package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.provisioner.Gateway;
import org.apache.spark.sql.SparkSession;

/** Connects to the engine of a cluster that is ready. */
interface Engine {
    /**
     * What runs plans there.
     *
     * @param slots tasks that run at a time
     */
    Backend backend(Gateway gateway, String cluster, int slots);

    /** The engine's own session. The caller closes it. */
    SparkSession session(Gateway gateway);
}
