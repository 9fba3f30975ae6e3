package dev.mayfly.kernel.node;

import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Supplies;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A real cluster of this machine for tests: a master, workers of one core each, and the Connect server, all on loopback.
 * Closing it ends every process.
 */
public final class SparkForTests implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Gateway gateway;

    private SparkForTests(Cluster cluster, Gateway gateway) {
        this.cluster = cluster;
        this.gateway = gateway;
    }

    /** Starts one, with this process's own engine on the executors, and returns when it is ready. */
    public static SparkForTests start(int workers) throws InterruptedException {
        return start("test-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000, workers);
    }

    static SparkForTests start(String name, int workers) throws InterruptedException {
        Supplies supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), System.err::println);
        ClusterSpec spec = SpecFile.parse("{\"name\": \"" + name + "\", \"lease\": \"20 min\"}");
        Cluster cluster = Cluster.open(spec, Optional.of("local"), Map.of(), supplies);
        try {
            cluster.up(workers).await(LONGEST, status -> {});
            return new SparkForTests(cluster, cluster.gateway().orElseThrow());
        } catch (RuntimeException | Error | InterruptedException e) {
            cluster.down();
            cluster.close();
            throw e;
        }
    }

    /** The cluster itself: to kill, grow, and ask. */
    public Cluster cluster() {
        return cluster;
    }

    /** Where the Connect server listens, and its token. */
    public Gateway gateway() {
        return gateway;
    }

    /** The address for a Spark client, with the token. */
    public String remote() {
        return gateway.address() + "/;token=" + gateway.token();
    }

    @Override
    public void close() {
        gateway.close();
        cluster.down();
        cluster.close();
    }
}
