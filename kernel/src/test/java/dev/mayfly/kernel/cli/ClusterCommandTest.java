package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Tags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    /** Nodes in memory, which work at once. */
    private static final class Memory implements LaunchingCloud {
        private final List<Node> nodes = new ArrayList<>();

        @Override
        public String name() {
            return "sky";
        }

        @Override
        public List<Node> describe(String cluster) {
            return List.copyOf(nodes);
        }

        @Override
        public List<Node> describeAll() {
            return List.copyOf(nodes);
        }

        @Override
        public Node launch(Order order) {
            Node node = new Node(
                    "i-" + nodes.size(),
                    order.role(),
                    order.slot(),
                    NodeState.READY,
                    "m6i.xlarge",
                    OptionalDouble.of(0.2),
                    NOW,
                    Lease.from(NOW, order.lease()),
                    order.master(),
                    order.spec(),
                    Node.Place.UNKNOWN,
                    Map.of(Tags.CLUSTER, order.cluster(), Tags.OWNER, "ada"));
            nodes.add(node);
            return node;
        }

        @Override
        public void tag(Collection<String> ids, Map<String, String> tags) {
            nodes.replaceAll(node -> ids.contains(node.id()) ? tagged(node, tags) : node);
        }

        private static Node tagged(Node node, Map<String, String> tags) {
            Map<String, String> all = new HashMap<>(node.tags());
            all.putAll(tags);
            Lease lease = Optional.ofNullable(tags.get(Tags.LEASE_UNTIL))
                    .map(until -> new Lease(Instant.parse(until)))
                    .orElse(node.lease());
            return new Node(
                    node.id(),
                    node.role(),
                    node.slot(),
                    node.state(),
                    node.type(),
                    node.price(),
                    node.launched(),
                    lease,
                    node.master(),
                    node.spec(),
                    node.place(),
                    all);
        }

        @Override
        public void terminate(Collection<String> ids) {
            nodes.replaceAll(node -> ids.contains(node.id()) ? node.in(NodeState.GONE) : node);
        }

        @Override
        public void close() {}
    }

    private final Memory cloud = new Memory();
    private final List<Optional<String>> asked = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Cluster open(ClusterSpec spec, Optional<String> provider) {
        asked.add(provider);
        return Cluster.of(spec, cloud, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        StandardStreams streams = new StandardStreams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true),
                new PrintStream(err, true),
                false,
                false);
        return Commands.execute(
                Commands.of(streams, () -> ExitCode.OK, List.of(new ClusterCommand(streams, this::open))), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aClusterLivesAndEndsByCommands(@TempDir Path folder) throws Exception {
        Path spec = folder.resolve("c.json");
        Files.writeString(spec, "{\"name\": \"logs\", \"prices\": {\"m6i.xlarge\": 0.2, \"m5.xlarge\": 0.2}}");
        String[] up = {"cluster", "up", "2", "--await", "--spec", spec.toString(), "--on", "sky"};
        assertThat(run(up)).as(err()).isZero();
        assertThat(out()).startsWith("cluster logs on sky: 3 nodes (3 ready), lease of 2 h left, $0.60 an hour");
        assertThat(err()).contains("3 ready");
        assertThat(asked).containsOnly(Optional.of("sky"));
        assertThat(run("cluster", "grow", "1", "--spec", spec.toString())).isZero();
        assertThat(run("cluster", "status", "--json", "--spec", spec.toString()))
                .isZero();
        JsonNode status = JsonMapper.builder().build().readTree(out());
        assertThat(status.get("wanted").asInt()).isEqualTo(3);
        assertThat(status.get("ready").asBoolean()).isTrue();
        assertThat(status.get("nodes")).hasSize(4);
        assertThat(status.get("dollarsPerHour").asDouble()).isEqualTo(0.8);
        assertThat(status.get("nodes").get(0).get("role").asText()).isEqualTo("master");
        assertThat(run("cluster", "extend", "3 h", "--spec", spec.toString())).isZero();
        assertThat(out()).contains("lease of 3 h left");
        assertThat(run("cluster", "list", "--json")).isZero();
        assertThat(JsonMapper.builder().build().readTree(out())).hasSize(1);
        assertThat(run("cluster", "plan", "5", "--json", "--spec", spec.toString()))
                .isZero();
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(out())
                        .get("actions")
                        .get(0)
                        .get("do")
                        .asText())
                .isEqualTo("launch");
        assertThat(run("cluster", "down", "--spec", spec.toString())).isZero();
        assertThat(out()).contains("- terminate master (i-0)");
        assertThat(run("cluster", "list")).isZero();
        assertThat(out()).isEqualTo("no clusters on sky\n");
    }

    @Test
    void whatIsRefusedFailsWithItsReason() {
        assertThat(run("cluster", "up", "2")).isEqualTo(1);
        assertThat(err()).startsWith("mayfly: up(2) is refused: the price of a node is unknown");
        assertThat(run("cluster", "up")).isEqualTo(1);
        assertThat(err()).contains("has no master");
        assertThat(run("cluster", "grow", "many")).isEqualTo(2);
        assertThat(run("cluster")).isEqualTo(2);
        assertThat(run("cluster", "extend", "soon")).isEqualTo(1);
        assertThat(err()).contains("\"90 min\"", "got \"soon\"");
    }

    @Test
    void configWritesASpecThatIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cluster.json");
        assertThat(run("cluster", "config", file.toString())).isZero();
        assertThat(SpecFile.read(file)).isEqualTo(SpecFile.defaults());
        assertThat(run("cluster", "config", file.toString())).isEqualTo(3);
        assertThat(err()).contains("exists and is left as it is");
        assertThat(run("cluster", "config")).isZero();
        assertThat(out()).isEqualTo(Files.readString(file));
    }
}
