package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.Renderer;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Supplies;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variable {@code cluster}, over a cloud of this test. */
final class ClusterOnHandTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final List<Memory> clouds = new ArrayList<>();
    private final Renderer renderer = ClusterForms.addTo(Renderer.standard(), Optional::empty);
    private final SessionCluster cluster =
            new SessionCluster(this::cluster, new NoCluster(), NoCluster::new, Path.of(""));

    /** A cloud in memory: it describes and ends its nodes, and starts none. */
    private static final class Memory implements Cloud {
        private final String name;
        private final List<Node> nodes = new ArrayList<>();
        private boolean closed;

        Memory(String name) {
            this.name = name;
            nodes.add(node("i-<0>", Role.MASTER, "", NOW.plus(Duration.ofHours(1))));
            nodes.add(node("i-1", Role.WORKER, "i-<0>", NOW.minus(Duration.ofMinutes(3))));
        }

        private static Node node(String id, Role role, String master, Instant until) {
            OptionalDouble price = OptionalDouble.of(0.25);
            return new Node(id, role, 0, NodeState.READY, "m6i.xlarge", price, NOW, new Lease(until), master, "x");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<Node> describe(String cluster) {
            return List.copyOf(nodes);
        }

        @Override
        public void tag(Collection<String> ids, Map<String, String> tags) {
            throw new AssertionError("nothing is to be tagged");
        }

        @Override
        public void terminate(Collection<String> ids) {
            nodes.replaceAll(node -> ids.contains(node.id()) ? node.in(NodeState.GONE) : node);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Cluster cluster(ClusterSpec spec, Optional<String> provider, Supplies supplies) {
        if (provider.isEmpty()) {
            return Cluster.open(spec, provider, Map.of(), NodeRuntime.bare());
        }
        clouds.add(new Memory(provider.get()));
        return Cluster.of(spec, clouds.get(clouds.size() - 1), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        cluster.close();
        assertThat(clouds).allMatch(cloud -> cloud.closed);
    }

    private MimeBundle shown(Object value) {
        return renderer.render(value);
    }

    private static String html(MimeBundle bundle) {
        return (String) bundle.data().getOrDefault(MimeBundle.HTML, "");
    }

    @Test
    void aCellFindsItOnHandAndWithoutAProviderTheErrorSaysHowToNameOne(@TempDir Path folder) {
        try (Notebook notebook = new Notebook(folder, new Outside(MavenResolver.ofThisUser(), this::cluster, false))) {
            assertThat(notebook.traceback("cluster.plan(8)"))
                    .contains("No provider is named", "cluster.on(\"ec2\")", "MAYFLY_PROVIDER", "Known: ec2, local")
                    .contains("  at In [1], line 1:  cluster.plan(8)")
                    .doesNotContain("caused by", "dev.mayfly");
            assertThat(notebook.value("cluster").plain())
                    .startsWith("cluster default, no provider named here: .on(\"ec2\")");
            assertThat(clouds).isEmpty();

            MimeBundle plan = notebook.value("cluster.on(\"sky\").plan(2)");

            assertThat(plan.plain()).startsWith("cluster default: a master and 2 workers wanted");
            assertThat(html(plan)).startsWith("<pre>cluster default: ");
            assertThat(html(notebook.value("cluster.status()"))).contains("<table");
        }
    }

    @Test
    void aPlanIsADiffInTextAndInHtml() {
        MimeBundle plan = shown(cluster.on("sky").plan(2));

        assertThat(plan.plain().lines())
                .contains("cluster default: a master and 2 workers wanted")
                .anyMatch(line -> line.startsWith("+ launch worker 0: "))
                .anyMatch(line -> line.startsWith("+ launch worker 1: "))
                .anyMatch(line -> line.startsWith("- reap worker 0 (i-1): "))
                .anyMatch(line -> line.startsWith("REFUSED: the price of a node is unknown"));
        assertThat(html(plan))
                .contains("<span style=\"color:#1a7f37\">+ launch worker 1: ")
                .contains("<span style=\"color:#cf222e\">- reap worker 0 (i-1)")
                .contains("<strong>REFUSED: ")
                .contains("i-&lt;0&gt;")
                .doesNotContain("<0>");
        assertThat(clouds.get(0).nodes).allMatch(node -> node.state() == NodeState.READY);
    }

    @Test
    void theProviderIsRememberedAndTheStatusIsATable() {
        cluster.on("sky");

        MimeBundle status = shown(cluster.status());

        assertThat(status.plain())
                .startsWith("cluster default on sky: 1 node (1 ready), lease of 1 h left, $0.25 an hour")
                .contains("reaped worker 0 (i-1)");
        assertThat(html(status))
                .contains("<p>cluster default on sky: 1 node")
                .contains(">0.250<", ">2026-01-31T13:00:00Z<", "master (i-&lt;0&gt;)", "reaped worker 0 (i-1)")
                .doesNotContain("<0>");
    }

    @Test
    void downEndsWhatThereIs() {
        assertThat(shown(cluster.on("sky").down()).plain()).contains("- terminate master (i-<0>)");

        assertThat(clouds.get(0).nodes).allMatch(node -> node.state() == NodeState.GONE);
        assertThat(shown(cluster.status()).plain()).startsWith("cluster default on sky: no nodes");
    }

    @Test
    void aSpecOfAFileIsTakenAndAnotherProviderEndsTheFirstConnection(@TempDir Path folder) throws IOException {
        Path spec = folder.resolve("big.json");
        Files.writeString(spec, "{\"name\": \"big\", \"prices\": {\"m6i.xlarge\": 0.2, \"m5.xlarge\": 0.1}}");
        cluster.on("sky").plan(1);

        assertThat(shown(cluster.on("sea").spec(spec.toString()).plan(1)).plain())
                .startsWith("cluster big: a master and 1 worker wanted")
                .contains(" an hour, ");

        assertThat(clouds).extracting(cloud -> cloud.name).containsExactly("sky", "sea");
        assertThat(clouds.get(0).closed).isTrue();
        assertThat(cluster.spec().name()).isEqualTo("big");
        assertThatThrownBy(() -> cluster.spec("nothere.json"))
                .hasMessage("There is no cluster spec nothere.json: check the path.");
        assertThat(cluster.spec().name()).isEqualTo("big");
    }
}
