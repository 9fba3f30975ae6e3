package dev.mayfly.provisioner;

import static dev.mayfly.provisioner.Nodes.NOW;
import static dev.mayfly.provisioner.Nodes.SPEC;
import static dev.mayfly.provisioner.Nodes.leasedUntil;
import static dev.mayfly.provisioner.Nodes.master;
import static dev.mayfly.provisioner.Nodes.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** What a cluster cost, what it will have cost, and how long it may live for the money. */
class MoneyTest {
    private static final double PRICE = 0.2;
    private static final double CENT = 1e-4;

    private final FakeCloud cloud = new FakeCloud();
    private final FakeClock clock = new FakeClock();
    private Cluster cluster = Cluster.of(SPEC, cloud, clock);

    private static final class FakeClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Keeps tags as a cloud does: a lease that is tagged is the node's. */
    private static final class FakeCloud implements Cloud {
        private final List<Node> nodes = new ArrayList<>();
        private int settled;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<Node> describe(String name) {
            return List.copyOf(nodes);
        }

        @Override
        public void tag(Collection<String> ids, Map<String, String> tags) {
            settled += tags.containsKey(Tags.SPENT) ? 1 : 0;
            nodes.replaceAll(node -> {
                Node tagged = node;
                for (Map.Entry<String, String> tag : tags.entrySet()) {
                    tagged = ids.contains(node.id()) ? tagged.with(tag.getKey(), tag.getValue()) : tagged;
                }
                String until = tagged.tags().get(Tags.LEASE_UNTIL);
                return until == null ? tagged : until(tagged, Instant.parse(until));
            });
        }

        @Override
        public void terminate(Collection<String> ids) {
            nodes.replaceAll(node -> ids.contains(node.id()) ? node.in(NodeState.GONE) : node);
        }

        @Override
        public void close() {}
    }

    private static Node until(Node node, Instant until) {
        Node leased = leasedUntil(node, until);
        for (Map.Entry<String, String> tag : node.tags().entrySet()) {
            leased = leased.with(tag.getKey(), tag.getValue());
        }
        return leased;
    }

    private void minutes(long minutes) {
        clock.now = clock.now.plus(Duration.ofMinutes(minutes));
    }

    private double spent() {
        return cluster.status().spent().orElseThrow();
    }

    @BeforeTry
    void nothing() {
        cloud.nodes.clear();
        clock.now = NOW;
    }

    @Test
    void statusSaysWhatWasSpentAndWhatItComesToByTheEndOfTheLease() {
        cloud.nodes.addAll(List.of(master("i-1"), worker("i-2", 0, "i-1")));
        minutes(30);
        ClusterStatus status = cluster.status();
        assertThat(status.spent().orElseThrow()).isEqualTo(2 * PRICE / 2, offset(CENT));
        assertThat(status.projected().orElseThrow()).isEqualTo(2 * PRICE, offset(CENT));
        assertThat(status.line()).contains("$0.40 an hour, $0.20 so far, $0.40 by the end of the lease");
    }

    @Test
    void whatANodeCostStaysWhenTheCloudForgetsIt() {
        cloud.nodes.addAll(List.of(master("i-1"), until(worker("i-2", 0, "i-1"), NOW.plus(Duration.ofHours(9)))));
        cloud.nodes.replaceAll(node -> until(node, NOW.plus(Duration.ofHours(9))));
        minutes(60);
        assertThat(spent()).isEqualTo(2 * PRICE, offset(CENT));
        assertThat(cloud.nodes.get(0).tags()).containsKey(Tags.SPENT);
        cloud.nodes.remove(1);
        assertThat(spent()).isEqualTo(2 * PRICE, offset(CENT));
        minutes(60);
        assertThat(spent()).isEqualTo(3 * PRICE, offset(CENT));
        // Somebody else, who remembers nothing, sees the same.
        assertThat(Cluster.of(SPEC, cloud, clock).status().spent().orElseThrow())
                .isEqualTo(3 * PRICE, offset(CENT));
    }

    @Test
    void theTagIsWrittenNowAndThenAndNotAtEachLook() {
        cloud.nodes.add(master("i-1"));
        for (int i = 0; i < 50; i++) {
            minutes(1);
            cluster.status();
        }
        assertThat(cloud.settled).isBetween(3, 5);
    }

    @Property(tries = 200)
    void howeverOftenAndByWhomItIsSettledTheSumIsThatOfTheHours(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 50) Integer> steps) {
        cloud.nodes.add(until(master("i-1"), NOW.plus(Duration.ofDays(2))));
        double expected = 0;
        for (int step : steps) {
            minutes(step);
            expected += PRICE * step / 60;
            cluster = Cluster.of(SPEC, cloud, clock);
            cluster.status();
            assertThat(spent()).isEqualTo(expected, offset(CENT));
        }
    }

    @Property(tries = 100)
    void aSettlementIsReadAsItWasWritten(@ForAll @DoubleRange(min = 0, max = 100_000) double dollars) {
        Spent written = new Spent(dollars, NOW);
        Spent read = Spent.settled(List.of(master("i-1").with(Tags.SPENT, written.tag())));
        assertThat(read.dollars()).isEqualTo(dollars, offset(1e-6));
        assertThat(read.until()).isEqualTo(NOW);
    }

    @Test
    void aTagThatMakesNoSenseIsAsIfNothingHadBeenSettled() {
        for (String tag : List.of("", "much", "1.5", "1.5 yesterday", "-1 2026-01-31T12:00:00Z", "1 2 3", "NaN now")) {
            cloud.nodes.clear();
            cloud.nodes.add(master("i-1").with(Tags.SPENT, tag));
            clock.now = NOW.plus(Duration.ofMinutes(30));
            assertThat(spent()).as(tag).isEqualTo(PRICE / 2, offset(CENT));
        }
    }

    @Test
    void anUnknownPriceIsCalledUnknownAndNoSum() {
        Node known = master("i-1");
        Node unknown = new Node(
                "i-2",
                Role.WORKER,
                0,
                NodeState.READY,
                "x9.huge",
                OptionalDouble.empty(),
                NOW,
                known.lease(),
                "i-1",
                known.spec());
        cloud.nodes.addAll(List.of(known, unknown));
        minutes(30);
        ClusterStatus status = cluster.status();
        assertThat(status.spent()).isEmpty();
        assertThat(status.projected()).isEmpty();
        assertThat(status.line()).contains("price unknown").doesNotContain("$");
        assertThat(cloud.settled).isZero();
        assertThatThrownBy(() -> cluster.extend(Duration.ofHours(1)))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("price of a node is unknown")
                .hasMessageContaining("\"acceptUnknownPrice\": true");
        ClusterSpec accepting = SpecFile.parse("{\"name\": \"logs\", \"acceptUnknownPrice\": true}");
        assertThat(Cluster.of(accepting, cloud, clock)
                        .extend(Duration.ofHours(1))
                        .leaseLeft())
                .isEqualTo(Optional.of(Duration.ofHours(1)));
    }

    @Test
    void aLeaseIsExtendedForEveryNodeAndNeverShortened() {
        cloud.nodes.addAll(List.of(
                master("i-1"),
                until(worker("i-2", 0, "i-1"), NOW.plus(Duration.ofHours(5))),
                worker("i-3", 1, "i-1").in(NodeState.PENDING)));
        assertThat(cluster.extend(Duration.ofHours(2)).leaseLeft()).contains(Duration.ofHours(2));
        assertThat(cloud.nodes)
                .extracting(node -> node.lease().remaining(NOW))
                .containsExactly(Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(2));
        cluster.extend(Duration.ofMinutes(1));
        assertThat(cluster.status().leaseLeft()).contains(Duration.ofHours(2));
    }

    @Test
    void aLeaseThatWouldCostMoreThanTheBudgetIsRefusedWithTheSums() {
        cloud.nodes.addAll(List.of(master("i-1"), worker("i-2", 0, "i-1")));
        minutes(30);
        assertThatThrownBy(() -> cluster.extend(Duration.ofHours(25)))
                .isInstanceOf(ProvisionerException.class)
                .hasMessage("extend(25 h) is refused: with $0.20 so far it comes to $10.20, above the budget of $10.00:"
                        + " take a shorter time, or raise \"budget\" in the spec.");
        assertThat(cluster.extend(Duration.ofHours(24)).leaseLeft()).contains(Duration.ofHours(24));
        assertThatThrownBy(() -> cluster.extend(Duration.ofDays(8))).hasMessageContaining("at most 168 h");
        assertThatThrownBy(() -> cluster.extend(Duration.ZERO)).isInstanceOf(ProvisionerException.class);
    }

    @Test
    void aClusterWithoutNodesHasNothingToExtend() {
        assertThatThrownBy(() -> cluster.extend(Duration.ofHours(1))).hasMessageContaining("has no nodes");
    }
}
