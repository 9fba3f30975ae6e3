package dev.mayfly.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
class LocalCloudTest {
    private static final ClusterSpec SPEC = SpecFile.parse("{\"name\": \"try\", \"lease\": \"5 min\"}");

    private final AgentFolder folder;
    private final LocalCloud cloud;
    private final Cluster cluster;

    LocalCloudTest(@TempDir Path base) {
        this.folder = AgentFolder.below(base);
        this.cloud = new LocalCloud(folder, LocalNodes.bare());
        this.cluster = Cluster.of(SPEC, cloud, Clock.systemUTC());
    }

    @AfterEach
    void down() {
        cluster.down();
    }

    @Test
    void aClusterComesUpOnceAndGoesDownWithoutATrace() throws Exception {
        assertThat(cluster.plan(1).toString()).contains("+ launch master", "+ launch worker 0", "$0.00 an hour");
        List<Node> nodes = cluster.up(1).nodes();
        assertThat(nodes).extracting(Node::role).containsExactly(Role.MASTER, Role.WORKER);
        assertThat(nodes.get(1).master()).isEqualTo(nodes.get(0).id());
        assertThat(cluster.plan(1).isEmpty()).isTrue();
        // Another process would see and do the same: nothing is remembered.
        Cluster other = Cluster.of(SPEC, new LocalCloud(folder, LocalNodes.bare()), Clock.systemUTC());
        assertThat(other.up(1).nodes()).extracting(Node::id).containsExactlyElementsOf(ids(nodes));
        List<Node> left = other.up(0).nodes();
        // A worker that is not needed drains first.
        for (long end = System.nanoTime() + 20_000_000_000L; left.size() > 1 && System.nanoTime() < end; ) {
            left = other.status().nodes();
        }
        assertThat(left).extracting(Node::id).containsExactly(nodes.get(0).id());
        assertThat(other.down().ending()).hasSize(1);
        assertThat(other.status().nodes()).isEmpty();
        assertThat(folder.path()).isDirectoryNotContaining("glob:**.sock");
        for (Node node : nodes) {
            process(node).ifPresent(LocalCloudTest::awaitEnd);
        }
    }

    private static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    @Test
    void aNodeEndsItselfWhenItsLeaseIsOverAndLivesWhileItIsExtended() throws Exception {
        assertThatThrownBy(() -> cloud.launch(order(0, Duration.ofMillis(1))))
                .hasMessageContaining("try.worker.0.0 ended before it answered: its lease was over");
        Node extended = cloud.launch(order(1, Duration.ofMinutes(5)));
        Instant until = Instant.now().plusSeconds(3600);
        cloud.tag(
                List.of(extended.id()),
                Map.of("lease-until", String.valueOf(until.toEpochMilli()), "state", "running"));
        Node now = cloud.describe("try").get(0);
        assertThat(now.id()).isEqualTo(extended.id());
        assertThat(now.state()).isEqualTo(NodeState.RUNNING);
        assertThat(now.lease().until()).isEqualTo(Instant.ofEpochMilli(until.toEpochMilli()));
        cloud.tag(List.of(extended.id()), Map.of("lease-until", "0"));
        process(extended).ifPresent(LocalCloudTest::awaitEnd);
        assertThat(cloud.describe("try")).isEmpty();
    }

    @Test
    void ordersThatAreEqualMakeOneNodeAlsoAtOnce() throws Exception {
        CompletableFuture<Node> first = CompletableFuture.supplyAsync(() -> cloud.launch(order(0, SPEC.lease())));
        Node second = new LocalCloud(folder, LocalNodes.bare()).launch(order(0, SPEC.lease()));
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(second);
        assertThat(cloud.describe("try")).hasSize(1);
        assertThat(cloud.describe("tr")).isEmpty();
    }

    @Test
    void aNodeThatWasKilledIsReplaced() throws Exception {
        Node killed = cloud.launch(order(0, SPEC.lease()));
        process(killed).ifPresent(process -> {
            process.destroyForcibly();
            awaitEnd(process);
        });
        assertThat(cloud.describe("try")).isEmpty();
        assertThat(cloud.launch(order(0, SPEC.lease())).id()).isNotEqualTo(killed.id());
        // An order to end the one that is over must not end the one that has its name now.
        cloud.terminate(List.of(killed.id()));
        assertThat(cloud.describe("try")).hasSize(1);
    }

    @Test
    void aFolderThatOthersMayEnterIsRefused(@TempDir Path base) throws Exception {
        Path own = AgentFolder.below(base).path();
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> AgentFolder.below(base))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining(own.toString())
                .hasMessageContaining("not this user's alone");
    }

    private static Order order(int slot, Duration lease) {
        return new Order("try", Role.WORKER, slot, 0, "m", SPEC.hash(), lease);
    }

    private static Optional<ProcessHandle> process(Node node) {
        return ProcessHandle.of(Long.parseLong(node.id().substring(node.id().lastIndexOf('.') + 1)));
    }

    private static void awaitEnd(ProcessHandle process) {
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
}
