package dev.mayfly.provisioner;

import static dev.mayfly.provisioner.Nodes.NOW;
import static dev.mayfly.provisioner.Nodes.PRICES;
import static dev.mayfly.provisioner.Nodes.SPEC;
import static dev.mayfly.provisioner.Nodes.leasedUntil;
import static dev.mayfly.provisioner.Nodes.master;
import static dev.mayfly.provisioner.Nodes.ofSpec;
import static dev.mayfly.provisioner.Nodes.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void anEmptyCloudGetsAMasterAndItsWorkers() {
        Plan plan = Planner.plan(List.of(), SPEC, PRICES, 2, NOW);
        assertThat(plan).hasToString("""
                        cluster logs: a master and 2 workers wanted
                        + launch master: m6i.xlarge or m5.xlarge, at most $0.200 an hour
                        + launch worker 0: spot m6i.xlarge or m5.xlarge, at most $0.200 an hour
                        + launch worker 1: spot m6i.xlarge or m5.xlarge, at most $0.200 an hour
                        $0.60 an hour, $1.20 in the lease of 2 h
                        """);
        assertThat(plan.refusal()).isEmpty();
    }

    @Test
    void whatIsThereIsKept() {
        Plan plan = Planner.plan(
                List.of(master("i-1"), worker("i-2", 0, "i-1").in(NodeState.PENDING)), SPEC, PRICES, 1, NOW);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan).hasToString("""
                        cluster logs: a master and 1 worker wanted
                          keep master (i-1): ready, lease of 1 h left
                          keep worker 0 (i-2): pending, lease of 1 h left
                          nothing to do
                        $0.40 an hour, $0.80 in the lease of 2 h
                        """);
    }

    @Test
    void ofTwoMastersTheLowestIdStaysWithItsWorkers() {
        Plan plan = Planner.plan(
                List.of(master("i-2"), worker("i-3", 0, "i-2"), master("i-1"), worker("i-4", 1, "i-1")),
                SPEC,
                PRICES,
                2,
                NOW);
        assertThat(plan.toString())
                .contains(
                        "- terminate master (i-2): a second master: i-1 has the lower id",
                        "- terminate worker 0 (i-3): a zombie: it belongs to another master, i-2",
                        "+ launch worker 0",
                        "keep master (i-1)",
                        "keep worker 1 (i-4)");
    }

    @Test
    void workersWithoutTheirMasterAreZombies() {
        Plan plan =
                Planner.plan(List.of(master("i-1").in(NodeState.GONE), worker("i-2", 0, "i-1")), SPEC, PRICES, 1, NOW);
        assertThat(plan.toString())
                .contains("- terminate worker 0 (i-2): a zombie: its master i-1 is gone", "+ launch master");
        assertThat(plan.launches())
                .extracting(Action.Launch::role, Action.Launch::attempt)
                .containsExactly(tuple(Role.MASTER, 1), tuple(Role.WORKER, 0));
    }

    @Test
    void surplusIsTakenFromTheHighestSlotsAndDuplicatesByTheHigherId() {
        Plan plan = Planner.plan(
                List.of(
                        master("i-1"),
                        worker("i-5", 0, "i-1"),
                        worker("i-2", 0, "i-1"),
                        worker("i-3", 2, "i-1"),
                        worker("i-4", 3, "i-1")),
                SPEC,
                PRICES,
                1,
                NOW);
        assertThat(plan.ending()).extracting(Node::id).containsExactly("i-5");
        assertThat(plan.draining()).extracting(Node::id).containsExactly("i-4", "i-3");
        assertThat(plan.launches()).isEmpty();
    }

    @Test
    void aDrainingWorkerIsReplacedAndLeftToEnd() {
        Plan plan = Planner.plan(
                List.of(master("i-1"), worker("i-2", 0, "i-1").in(NodeState.DRAINING)), SPEC, PRICES, 1, NOW);
        assertThat(plan.ending()).isEmpty();
        assertThat(plan.launches())
                .extracting(Action.Launch::slot, Action.Launch::attempt)
                .hasSize(1);
        assertThat(plan.launches().get(0).attempt()).isEqualTo(1);
    }

    @Test
    void aNodeBeyondItsLeaseIsReaped() {
        Node late = leasedUntil(worker("i-2", 0, "i-1"), NOW.minusSeconds(600));
        assertThat(Planner.plan(List.of(master("i-1"), late), SPEC, PRICES, 0, NOW)
                        .toString())
                .contains("- reap worker 0 (i-2): its lease ended 10 min ago");
        Node ending = leasedUntil(worker("i-2", 0, "i-1"), NOW);
        assertThat(ending.lease().expired(NOW)).isTrue();
        assertThat(ending.lease().expired(NOW.minusNanos(1))).isFalse();
        assertThat(ending.lease().remaining(NOW.plusSeconds(9))).isZero();
    }

    @Test
    void aWorkerOfAnotherSpecIsReplacedAndAMasterIsNot() {
        Plan plan = Planner.plan(
                List.of(ofSpec(master("i-1"), "old"), ofSpec(worker("i-2", 0, "i-1"), "old")), SPEC, PRICES, 1, NOW);
        assertThat(plan.ending()).extracting(Node::id).containsExactly("i-2");
        assertThat(plan.toString()).contains("keep master (i-1)", "by another spec: its new settings need down()");
    }

    @Test
    void aPlanAboveTheBudgetIsRefused() {
        assertThat(Planner.plan(List.of(), SPEC, PRICES, 24, NOW).refusal()).isEmpty();
        assertThat(Planner.plan(List.of(), SPEC, PRICES, 25, NOW).refusal())
                .hasValueSatisfying(reason -> assertThat(reason).contains("$10.40", "2 h", "budget of $10.00"));
    }

    @Test
    void anUnknownPriceNeedsAnExplicitWord() {
        ClusterSpec unknown = SpecFile.parse("{\"instanceTypes\": [\"x1.large\"]}");
        Plan plan = Planner.plan(List.of(), unknown, Prices.of(unknown), 1, NOW);
        assertThat(plan.dollarsPerHour()).isEmpty();
        assertThat(plan.toString()).contains("price unknown", "REFUSED", "\"acceptUnknownPrice\": true");
        ClusterSpec accepted = SpecFile.parse("{\"instanceTypes\": [\"x1.large\"], \"acceptUnknownPrice\": true}");
        assertThat(Planner.plan(List.of(), accepted, Prices.of(accepted), 1, NOW)
                        .refusal())
                .isEmpty();
    }

    @Test
    void aNumberOfWorkersOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> Planner.plan(List.of(), SPEC, PRICES, -1, NOW)).hasMessageContaining("from 0 to 100");
        assertThatThrownBy(() -> Planner.plan(List.of(), SPEC, PRICES, 101, NOW))
                .hasMessageContaining("maxWorkers");
    }

    @Test
    void downEndsAllThatIsNotOver() {
        Plan plan = Planner.down(List.of(master("i-1"), worker("i-2", 0, "i-1").in(NodeState.GONE)), SPEC);
        assertThat(plan.ending()).extracting(Node::id).containsExactly("i-1");
    }
}
