package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobException;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The ways from a session to the engine of its cluster. There is one in use; those to a master that is gone stay until the
 * session ends, as results may hang on them. Safe for use by many threads.
 */
final class Connections implements AutoCloseable {
    /**
     * What there is of a cluster, and the way to its engine where it is ready.
     *
     * @param backend empty while the cluster comes up
     */
    record Found(ClusterStatus status, Optional<Backend> backend) {}

    private record Way(Gateway gateway, Backend backend, int slots) implements AutoCloseable {
        boolean leadsTo(Gateway other, int wanted) {
            return gateway.port() == other.port() && gateway.token().equals(other.token()) && slots == wanted;
        }

        @Override
        public void close() {
            try {
                backend.close();
            } finally {
                gateway.close();
            }
        }
    }

    private final Cluster cluster;
    private final Supplier<String> runtime;
    private final Engine engine;
    private final List<Way> ways = new ArrayList<>();
    private @Nullable SparkSession session;

    /** @param runtime the version of what this session would have nodes run */
    Connections(Cluster cluster, Supplier<String> runtime, Engine engine) {
        this.cluster = cluster;
        this.runtime = runtime;
        this.engine = engine;
    }

    /**
     * Looks for the cluster.
     *
     * @throws JobException if it is over, or does not come up
     * @throws ProvisionerException if it runs another version of Mayfly, or an older Java: before anything is sent to it
     */
    Found find() {
        ClusterStatus status = cluster.status();
        requireHope(status);
        int slots = slots(status);
        // Without a worker the engine would wait just as well, but could not say what for.
        Optional<Gateway> gateway = slots == 0 ? Optional.empty() : cluster.gateway();
        return new Found(status, gateway.map(open -> way(open, slots)));
    }

    private synchronized Backend way(Gateway gateway, int slots) {
        for (Way way : ways) {
            if (way.leadsTo(gateway, slots)) {
                gateway.close();
                return way.backend();
            }
        }
        try {
            requireSame(gateway);
            Way fresh = new Way(
                    gateway, engine.backend(gateway, "cluster " + cluster.spec().name(), slots), slots);
            ways.add(fresh);
            return fresh.backend();
        } catch (RuntimeException | Error e) {
            gateway.close();
            throw e;
        }
    }

    private void requireHope(ClusterStatus status) {
        Optional<Node> failed = status.nodes().stream()
                .filter(node -> node.failure().isPresent())
                .findFirst();
        if (failed.isPresent()) {
            throw new JobException("Cluster " + status.name() + " does not come up, as "
                    + failed.get().label() + " says: " + failed.get().failure().orElse("")
                    + ". cluster.up(n) tries again; .locally() runs the job here.");
        }
        if (status.master().isEmpty()) {
            throw new JobException("Cluster " + status.name() + " is over: its lease ended, somebody ended it, or its"
                    + " master was lost. cluster.up(n) starts another; .locally() runs the job here.");
        }
    }

    private static int slots(ClusterStatus status) {
        return ClusterCare.workers(status) * coresOfAWorker(status);
    }

    private static int coresOfAWorker(ClusterStatus status) {
        return status.nodes().stream()
                .map(node -> node.tags().getOrDefault(Tags.CORES, ""))
                .filter(cores -> cores.matches("\\d{1,4}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(1);
    }

    private void requireSame(Gateway gateway) {
        String name = cluster.spec().name();
        if (gateway.java() < Runtime.version().feature()) {
            throw new ProvisionerException("Cluster " + name + " runs on Java " + gateway.java() + ", which cannot load"
                    + " what this session compiles on Java " + Runtime.version().feature()
                    + ": start Mayfly with MAYFLY_JAVA_HOME set to a JDK " + gateway.java()
                    + ", or call cluster.down() and cluster.up(n) from here.");
        }
        if (!gateway.runtime().equals(runtime.get())) {
            throw new ProvisionerException("Cluster " + name + " was started by another version of Mayfly: its runtime"
                    + " is " + gateway.runtime() + ", this session's " + runtime.get() + ", and a job could mean"
                    + " different things there. Call cluster.down() and cluster.up(n) from here; .locally() runs the job"
                    + " in this process.");
        }
    }

    /** The engine's own session, made when it is first asked for; the cluster was found ready. */
    synchronized SparkSession session() {
        SparkSession known = session;
        if (known == null) {
            if (ways.isEmpty()) {
                throw new ProvisionerException("Cluster " + cluster.spec().name() + " is not ready.");
            }
            known = engine.session(ways.get(ways.size() - 1).gateway());
            session = known;
        }
        return known;
    }

    @Override
    public void close() {
        List<Way> open;
        SparkSession plain;
        synchronized (this) {
            open = List.copyOf(ways);
            ways.clear();
            plain = session;
            session = null;
        }
        if (plain != null) {
            end(plain);
        }
        open.forEach(Way::close);
    }

    private static void end(SparkSession session) {
        try {
            session.close();
        } catch (IOException e) {
            // The server is gone, and the session with it.
        }
    }
}
