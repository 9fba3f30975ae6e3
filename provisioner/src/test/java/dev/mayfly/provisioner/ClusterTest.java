package dev.mayfly.provisioner;

import static dev.mayfly.provisioner.Nodes.NOW;
import static dev.mayfly.provisioner.Nodes.SPEC;
import static dev.mayfly.provisioner.Nodes.leasedUntil;
import static dev.mayfly.provisioner.Nodes.master;
import static dev.mayfly.provisioner.Nodes.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterTest {
    /** Shows the nodes that it is given, and ends them when told. */
    private static final class FakeCloud implements Cloud {
        private final List<Node> nodes = new ArrayList<>();

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<Node> describe(String cluster) {
            return List.copyOf(nodes);
        }

        @Override
        public void tag(Collection<String> ids, Map<String, String> tags) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void terminate(Collection<String> ids) {
            nodes.replaceAll(node -> ids.contains(node.id()) ? node.in(NodeState.GONE) : node);
        }

        @Override
        public void close() {}
    }

    private final FakeCloud cloud = new FakeCloud();
    private final Cluster cluster = Cluster.of(SPEC, cloud, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void statusShowsNodesPriceAndLeaseAndReapsWhatIsOver() {
        cloud.nodes.add(worker("i-3", 1, "i-1").in(NodeState.PENDING));
        cloud.nodes.add(leasedUntil(worker("i-2", 0, "i-1"), NOW.minusSeconds(1)));
        cloud.nodes.add(master("i-1"));
        assertThat(cluster.status()).hasToString("""
                        cluster logs on fake: 2 nodes (1 pending, 1 ready), lease of 1 h left, $0.40 an hour, $0.00 so far, $0.40 by the end of the lease
                          master (i-1): ready, m6i.xlarge
                          worker 1 (i-3): pending, m6i.xlarge
                        - reaped worker 0 (i-2): its lease was over
                        """);
        assertThat(cluster.status().reaped()).isEmpty();
    }

    @Test
    void planChangesNothing() {
        cloud.nodes.add(leasedUntil(master("i-1"), NOW));
        assertThat(cluster.plan(3).isEmpty()).isFalse();
        assertThat(cloud.nodes).extracting(Node::state).containsExactly(NodeState.READY);
    }

    @Test
    void downEndsEveryNodeAndIsIdempotent() {
        cloud.nodes.addAll(List.of(master("i-1"), worker("i-2", 0, "i-1").in(NodeState.DRAINING)));
        assertThat(cluster.down().ending()).hasSize(2);
        assertThat(cloud.nodes).extracting(Node::state).containsOnly(NodeState.GONE);
        assertThat(cluster.down().isEmpty()).isTrue();
        assertThat(cluster.status()).hasToString("cluster logs on fake: no nodes\n");
    }

    @Test
    void aCloudThatCannotStartNodesSaysSo() {
        assertThatThrownBy(() -> cluster.up(1))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("cannot start nodes on fake")
                .hasMessageContaining("down() work there");
    }

    @Test
    void theProviderIsNeverGuessed() {
        Providers known = Providers.installed();
        ClusterSpec silent = SpecFile.defaults();
        ClusterSpec said = SpecFile.parse("{\"provider\": \"ec2\"}");
        assertThat(known.choose(Optional.of("ec2"), silent, Map.of()).name()).isEqualTo("ec2");
        assertThat(known.choose(Optional.empty(), said, Map.of("MAYFLY_PROVIDER", "nonsense"))
                        .name())
                .isEqualTo("ec2");
        assertThat(known.choose(Optional.empty(), silent, Map.of("MAYFLY_PROVIDER", "ec2"))
                        .name())
                .isEqualTo("ec2");
        assertThatThrownBy(() -> known.choose(Optional.empty(), silent, Map.of()))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("none is guessed")
                .hasMessageContaining("MAYFLY_PROVIDER")
                .hasMessageContaining("cluster.on(\"ec2\")");
        assertThatThrownBy(() -> known.choose(Optional.of("ec3"), silent, Map.of()))
                .hasMessageContaining("no provider \"ec3\": did you mean \"ec2\"");
    }
}
