package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Supplies;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** What a cluster is made of, for tests that start none. */
final class NoCluster implements Supplies, Engine {
    @Override
    public NodeRuntime runtime() {
        throw new IllegalStateException("no node is to be started");
    }

    @Override
    public Path sparkHome() {
        throw new IllegalStateException("no node is to be started");
    }

    @Override
    public Backend backend(Gateway gateway, String cluster, int slots) {
        throw new IllegalStateException("no job is to be run on a cluster");
    }

    @Override
    public SparkSession session(Gateway gateway) {
        throw new IllegalStateException("no session is to be opened");
    }
}
