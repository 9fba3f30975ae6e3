package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Tags;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster in memory, whose engine is the one of this process. */
final class ClusterBackendTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final Sky sky = new Sky();
    private final Watcher watcher = new Watcher();
    private final List<String> connected = new CopyOnWriteArrayList<>();
    private final List<JobFacts> facts = new CopyOnWriteArrayList<>();
    private final LocalBackend local = LocalBackend.create();
    private final Cluster cluster = cluster("{\"name\": \"try\", \"renewLease\": true}");
    private final ClusterBackend backend = backend(cluster);

    @AfterEach
    void close() {
        backend.close();
        local.close();
        assertThat(sky.open).isZero();
    }

    private final class Here implements Engine {
        @Override
        public Backend backend(Gateway gateway, String name, int slots) {
            connected.add(name + " at " + gateway.port() + ", " + slots + " slots");
            return LocalBackend.create();
        }

        @Override
        public SparkSession session(Gateway gateway) {
            throw new AssertionError("no session is asked for");
        }
    }

    /** Nodes in any state that a test wants. */
    private static final class Sky implements Cloud {
        private final List<Node> nodes = new CopyOnWriteArrayList<>();
        private final List<String> tagged = new CopyOnWriteArrayList<>();
        private final CountDownLatch renewed = new CountDownLatch(1);
        private volatile OptionalDouble price = OptionalDouble.of(0.5);
        private volatile int open;
        private volatile int port = 7;
        private volatile String runtime = "v1";
        private volatile int java = Runtime.version().feature();

        void has(NodeState master, NodeState... workers) {
            List<Node> all = new ArrayList<>();
            all.add(node("m", Role.MASTER, 0, master, Map.of()));
            for (int slot = 0; slot < workers.length; slot++) {
                all.add(node("w" + slot, Role.WORKER, slot, workers[slot], Map.of(Tags.CORES, "4")));
            }
            nodes.clear();
            nodes.addAll(all);
        }

        private Node node(String id, Role role, int slot, NodeState state, Map<String, String> tags) {
            return new Node(
                    id,
                    role,
                    slot,
                    state,
                    "process",
                    price,
                    NOW.minus(Duration.ofHours(1)),
                    new Lease(NOW.plus(Duration.ofMinutes(10))),
                    role == Role.MASTER ? "" : "m",
                    "x",
                    Node.Place.UNKNOWN,
                    tags);
        }

        @Override
        public String name() {
            return "sky";
        }

        @Override
        public List<Node> describe(String cluster) {
            return List.copyOf(nodes);
        }

        @Override
        public void tag(Collection<String> ids, Map<String, String> tags) {
            tagged.addAll(tags.keySet());
            if (tags.containsKey(Tags.LEASE_UNTIL)) {
                renewed.countDown();
            }
        }

        @Override
        public void terminate(Collection<String> ids) {
            throw new AssertionError("nothing is to be ended");
        }

        @Override
        public synchronized Gateway gateway(Node master) {
            open++;
            return new Gateway() {
                private final int at = port;

                @Override
                public String host() {
                    return "localhost";
                }

                @Override
                public int port() {
                    return at;
                }

                @Override
                public String token() {
                    return "secret";
                }

                @Override
                public Optional<URI> ui() {
                    return Optional.empty();
                }

                @Override
                public String runtime() {
                    return runtime;
                }

                @Override
                public int java() {
                    return java;
                }

                @Override
                public void close() {
                    synchronized (Sky.this) {
                        open--;
                    }
                }
            };
        }

        @Override
        public void close() {}
    }

    private static final class Watcher implements JobListener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<RunningJob> job = new CompletableFuture<>();
        private final CompletableFuture<String> waiting = new CompletableFuture<>();

        @Override
        public void started(RunningJob started) {
            events.add("started");
            job.complete(started);
        }

        @Override
        public void progress(RunningJob running, JobProgress progress) {
            if (progress.phase() == JobProgress.Phase.WAIT) {
                waiting.complete(progress.note());
            }
        }

        @Override
        public void ended(RunningJob ended, JobProgress last) {
            events.add("ended " + last.phase());
        }
    }

    private Cluster cluster(String spec) {
        return Cluster.of(SpecFile.parse(spec), sky, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private ClusterBackend backend(Cluster of) {
        return new ClusterBackend(of, new Connections(of, () -> "v1", new Here()));
    }

    private CompletableFuture<Long> run(Path folder) {
        return run(folder, backend);
    }

    private CompletableFuture<Long> run(Path folder, ClusterBackend on) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Path file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");
                try (JobOutput<String> output =
                        on.run(dev.mayfly.engine.Plan.lines(Inputs.files(file.toString())), watcher)) {
                    facts.add(output.facts());
                    return output.count();
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @Test
    void aJobThatComesEarlyWaitsSaysWhatForAndStartsOnce(@TempDir Path folder) throws Exception {
        sky.has(NodeState.PENDING, NodeState.PENDING, NodeState.PENDING);
        CompletableFuture<Long> lines = run(folder);
        assertThat(watcher.waiting.get(20, TimeUnit.SECONDS))
                .contains("waiting for cluster try on sky: 3 nodes (3 pending)");
        sky.has(NodeState.READY, NodeState.READY, NodeState.PENDING);

        assertThat(lines.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(watcher.events).containsExactly("started", "ended FINISHED");
        assertThat(facts.get(0).where()).isEqualTo("cluster try on sky");
        assertThat(connected).containsExactly("cluster try at 7, 4 slots");
        assertThat(sky.renewed.await(20, TimeUnit.SECONDS))
                .as("the lease is renewed")
                .isTrue();
    }

    @Test
    void aJobIsChargedByTheClustersPriceAndAnUnknownPriceIsNotNothing(@TempDir Path folder) throws Exception {
        sky.has(NodeState.READY, NodeState.READY);
        run(folder).get(20, TimeUnit.SECONDS);
        assertThat(facts.get(0).dollars().orElseThrow()).isPositive();

        sky.price = OptionalDouble.empty();
        sky.has(NodeState.READY, NodeState.READY);
        run(folder).get(20, TimeUnit.SECONDS);
        assertThat(facts.get(1).dollars()).isEmpty();
    }

    @Test
    void aLeaseEndsWhenItWasToUnlessTheSpecHasJobsRenewIt(@TempDir Path folder) throws Exception {
        sky.has(NodeState.READY, NodeState.READY);
        try (ClusterBackend thrifty = backend(cluster("{\"name\": \"try\"}"))) {
            assertThat(run(folder, thrifty).get(20, TimeUnit.SECONDS)).isEqualTo(3);
        }
        assertThat(sky.tagged).doesNotContain(Tags.LEASE_UNTIL);
    }

    @Test
    void aJobThatWaitsCanBeCancelled(@TempDir Path folder) throws Exception {
        sky.has(NodeState.PENDING);
        CompletableFuture<Long> lines = run(folder);
        watcher.waiting.get(20, TimeUnit.SECONDS);
        watcher.job.join().cancel();
        assertThatThrownBy(() -> lines.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(JobCancelledException.class);
        assertThat(watcher.events).containsExactly("started", "ended CANCELLED");
    }

    @Test
    void anotherRuntimeOrAnOlderJavaIsRefusedBeforeAnythingIsSent(@TempDir Path folder) {
        sky.has(NodeState.READY, NodeState.READY);
        sky.runtime = "v0";
        assertThatThrownBy(() -> run(folder).get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("its runtime is v0, this session's v1")
                .hasMessageContaining("cluster.down() and cluster.up(n)");
        sky.java = Runtime.version().feature() - 1;
        assertThatThrownBy(() -> run(folder).get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("runs on Java " + sky.java)
                .hasMessageContaining(
                        "this session compiles on Java " + Runtime.version().feature());
        assertThat(connected).isEmpty();
    }

    @Test
    void aClusterThatIsOverOrDoesNotComeUpEndsTheWait(@TempDir Path folder) {
        assertThatThrownBy(() -> run(folder).get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Cluster try is over")
                .hasMessageContaining(".locally()");
        sky.nodes.add(sky.node("m", Role.MASTER, 0, NodeState.STOPPED, Map.of(Tags.FAILURE, "port 7 is in use")));
        assertThatThrownBy(() -> run(folder).get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(JobException.class)
                .hasMessageContaining("master (m) says: port 7 is in use");
    }

    @Test
    void anotherMasterGetsAConnectionOfItsOwnAndTheFirstStaysForItsResults(@TempDir Path folder) throws Exception {
        sky.has(NodeState.READY, NodeState.READY);
        assertThat(run(folder).get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(run(folder).get(20, TimeUnit.SECONDS)).isEqualTo(3);
        sky.port = 8;
        assertThat(run(folder).get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(connected).containsExactly("cluster try at 7, 4 slots", "cluster try at 8, 4 slots");
        assertThat(sky.open).isEqualTo(2);
    }
}
