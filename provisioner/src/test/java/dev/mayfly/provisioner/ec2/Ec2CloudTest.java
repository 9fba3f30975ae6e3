package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ec2CloudTest {
    private static final ClusterSpec SPEC =
            SpecFile.parse("{\"name\": \"logs\", \"prices\": {\"m6i.xlarge\": 0.2, \"m5.xlarge\": 0.2}}");

    private final FakeEc2 fake = new FakeEc2();
    private final Ec2Cloud cloud = Controllers.cloud(fake.endpoint(), fake.time, SPEC, Guillotine.never());

    Ec2CloudTest() throws IOException {}

    @AfterEach
    void close() {
        cloud.close();
        fake.close();
    }

    @Test
    void aNodeIsReadFromItsTags() {
        fake.instances.add("i-1", tags("master", "0", Map.of("mayfly:state", "ready", "mayfly:ttl", "90")));
        fake.instances.add(
                "i-2",
                tags("worker", "4", Map.of("mayfly:master", "i-1", "mayfly:lease-until", "2026-01-31T18:00:00Z")));
        fake.instances.add("i-3", tags("worker", "5", Map.of("mayfly:master", "i-1"))).ended = true;
        fake.instances.add("i-4", Map.of("mayfly:cluster", "other", "mayfly:role", "worker"));
        List<Node> nodes = cloud.describe("logs");
        assertThat(nodes).extracting(Node::id).containsExactly("i-1", "i-2", "i-3");
        assertThat(nodes).extracting(Node::state).containsExactly(NodeState.READY, NodeState.RUNNING, NodeState.GONE);
        assertThat(nodes.get(0).role()).isEqualTo(Role.MASTER);
        assertThat(nodes.get(0).lease().until()).isEqualTo("2026-01-31T12:30:00Z");
        assertThat(nodes.get(1).slot()).isEqualTo(4);
        assertThat(nodes.get(1).master()).isEqualTo("i-1");
        assertThat(nodes.get(1).lease().until()).isEqualTo("2026-01-31T18:00:00Z");
        assertThat(nodes.get(1).price()).hasValue(0.2);
        assertThat(nodes.get(1).spec()).isEqualTo(SPEC.hash());
    }

    @Test
    void tagsThatMakeNoSenseMakeANodeOutOfPlaceAndNoError() {
        fake.instances.add("i-1", tags("boss", "-7", Map.of("mayfly:ttl", "soon", "mayfly:lease-until", "tomorrow")));
        Node node = cloud.describe("logs").get(0);
        assertThat(node.role()).isEqualTo(Role.WORKER);
        assertThat(node.slot()).isEqualTo(-1);
        assertThat(node.lease().until()).isEqualTo(Instant.parse("2026-01-31T13:00:00Z"));
    }

    @Test
    void everyPageIsRead() {
        fake.instances.pageSize = 7;
        IntStream.range(0, 30)
                .forEach(i -> fake.instances.add(String.format("i-%x", i), tags("worker", "" + i, Map.of())));
        assertThat(cloud.describe("logs")).hasSize(30);
        assertThat(fake.actions)
                .containsOnly("DescribeSpotPriceHistory", "DescribeInstances")
                .hasSize(6);
    }

    @Test
    void aClusterIsPlannedAndEndedByTagsAlone() {
        fake.instances.add("i-1", tags("master", "0", Map.of()));
        fake.instances.add("i-2", tags("worker", "0", Map.of("mayfly:master", "i-1")));
        fake.instances.add("i-3", tags("worker", "0", Map.of("mayfly:master", "i-dead")));
        Cluster cluster = Cluster.of(SPEC, cloud, Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC));
        assertThat(cluster.plan(2).toString())
                .contains("- terminate worker 0 (i-3): a zombie", "+ launch worker 1", "keep master (i-1)")
                .contains("spot m6i.xlarge or m5.xlarge, at most $0.080 an hour", "$0.48 an hour");
        cluster.down();
        assertThat(cluster.status().nodes()).isEmpty();
        assertThat(cluster.down().isEmpty()).isTrue();
    }

    @Test
    void tagsMerge() {
        fake.instances.add("i-1", tags("master", "0", Map.of()));
        cloud.tag(List.of("i-1"), Map.of("mayfly:state", "draining"));
        assertThat(cloud.describe("logs")).extracting(Node::state).containsExactly(NodeState.DRAINING);
    }

    @Test
    void endingANodeThatIsUnknownEndsTheOthers() {
        fake.instances.add("i-1", tags("master", "0", Map.of()));
        cloud.terminate(List.of("i-0ff", "i-1"));
        assertThat(cloud.describe("logs")).extracting(Node::state).containsExactly(NodeState.GONE);
    }

    @ParameterizedTest
    @CsvSource({
        "UnauthorizedOperation, allow ec2:DescribeInstances",
        "AuthFailure, Check AWS_PROFILE",
        "RequestExpired, aws sso login",
    })
    void aRefusalSaysWhatToDo(String code, String expected) {
        fake.faults = (action, call) -> code;
        assertThatThrownBy(() -> cloud.describe("logs"))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("EC2 refuses (" + code + ")")
                .hasMessageContaining(expected)
                .satisfies(e -> assertThat(e.toString() + e.getCause())
                        .doesNotContain(Controllers.SECRET, Controllers.ACCESS_KEY));
    }

    @Test
    void whatHasExpiredIsNotTriedAgainAndWhatIsThrottledIs() {
        List<String> calls = new CopyOnWriteArrayList<>();
        fake.faults = (action, call) -> {
            calls.add(action);
            return "RequestExpired";
        };
        assertThatThrownBy(() -> cloud.describe("logs")).hasMessageContaining("expired");
        assertThat(calls).as("each once").doesNotHaveDuplicates().contains("DescribeInstances");

        calls.clear();
        fake.faults = (action, call) -> {
            calls.add(action);
            return calls.size() == 1 ? "RequestLimitExceeded" : "";
        };
        assertThat(cloud.describe("logs")).isEmpty();
        assertThat(calls.get(0)).as("what was refused is asked again").isIn(calls.subList(1, calls.size()));
    }

    private static Map<String, String> tags(String role, String slot, Map<String, String> more) {
        Map<String, String> tags = new HashMap<>(more);
        tags.put("mayfly:cluster", "logs");
        tags.put("mayfly:role", role);
        tags.put("mayfly:slot", slot);
        tags.put("mayfly:spec", SPEC.hash());
        return tags;
    }
}
