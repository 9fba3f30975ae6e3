package dev.mayfly.provisioner;

import static dev.mayfly.provisioner.Nodes.NOW;
import static dev.mayfly.provisioner.Nodes.PRICES;
import static dev.mayfly.provisioner.Nodes.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What holds of a plan for any nodes whatever: those of crashed, doubled and forgotten controllers included. */
class PlannerPropertyTest {
    @Property(tries = 500)
    void carryingOutAPlanLeavesNothingToDo(
            @ForAll("anyNodes") List<Node> nodes, @ForAll @IntRange(max = 6) int workers, @ForAll boolean lowIds) {
        Plan plan = Planner.plan(nodes, SPEC, PRICES, workers, NOW);
        List<Node> after = Nodes.after(plan, nodes, lowIds ? "i-0" : "i-z");
        assertThat(Planner.plan(after, SPEC, PRICES, workers, NOW).isEmpty()).isTrue();
        assertThat(alive(after).filter(node -> node.role() == Role.MASTER)).hasSize(1);
        assertThat(alive(after).filter(node -> node.role() == Role.WORKER).map(Node::slot))
                .doesNotHaveDuplicates()
                .hasSize(workers)
                .allMatch(slot -> slot < workers);
    }

    @Property(tries = 500)
    void noSlotIsLaunchedTwiceNorWhileANodeThatStaysHoldsIt(
            @ForAll("anyNodes") List<Node> nodes, @ForAll @IntRange(max = 6) int workers) {
        Plan plan = Planner.plan(nodes, SPEC, PRICES, workers, NOW);
        Set<String> slots = new HashSet<>();
        for (Action action : plan.actions()) {
            if (action instanceof Action.Launch launch) {
                assertThat(slots.add(launch.role() + " " + launch.slot())).isTrue();
            } else if (action instanceof Action.Keep keep && keep.node().state().present()) {
                assertThat(slots.add(keep.node().role() + " "
                                + (keep.node().role() == Role.MASTER
                                        ? 0
                                        : keep.node().slot())))
                        .isTrue();
            }
        }
    }

    @Property(tries = 500)
    void theLowestLivingMasterIsNeverEnded(
            @ForAll("anyNodes") List<Node> nodes, @ForAll @IntRange(max = 6) int workers) {
        Plan plan = Planner.plan(nodes, SPEC, PRICES, workers, NOW);
        Optional<Node> lowest =
                alive(nodes).filter(node -> node.role() == Role.MASTER).min(Comparator.comparing(Node::id));
        lowest.ifPresent(master -> {
            assertThat(plan.ending()).doesNotContain(master);
            assertThat(plan.launches()).extracting(Action.Launch::role).doesNotContain(Role.MASTER);
        });
    }

    @Property(tries = 500)
    void everyNodeThatIsNotOverHasOneAction(
            @ForAll("anyNodes") List<Node> nodes, @ForAll @IntRange(max = 6) int workers) {
        Plan plan = Planner.plan(nodes, SPEC, PRICES, workers, NOW);
        List<Node> named = new ArrayList<>(plan.ending());
        named.addAll(plan.draining());
        plan.actions().forEach(action -> {
            if (action instanceof Action.Keep keep) {
                named.add(keep.node());
            }
        });
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(nodes.stream()
                        .filter(node -> node.state() != NodeState.GONE)
                        .toList());
    }

    @Property(tries = 200)
    void theOrderInWhichTheCloudListsNodesDoesNotMatter(
            @ForAll("anyNodes") List<Node> nodes, @ForAll @IntRange(max = 6) int workers) {
        List<Node> reversed = new ArrayList<>(nodes);
        Collections.reverse(reversed);
        assertThat(Planner.plan(reversed, SPEC, PRICES, workers, NOW))
                .isEqualTo(Planner.plan(nodes, SPEC, PRICES, workers, NOW));
    }

    private static Stream<Node> alive(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.state().present() && !node.lease().expired(NOW));
    }

    @Provide
    Arbitrary<List<Node>> anyNodes() {
        return anyNode().list().ofMaxSize(12).map(nodes -> {
            List<Node> named = new ArrayList<>();
            for (Node node : nodes) {
                named.add(new Node(
                        String.format("i-%x", 0xa0 + named.size()),
                        node.role(),
                        node.slot(),
                        node.state(),
                        node.type(),
                        node.price(),
                        node.launched(),
                        node.lease(),
                        node.master(),
                        node.spec()));
            }
            return named;
        });
    }

    private static Arbitrary<Node> anyNode() {
        return Combinators.combine(
                        Arbitraries.frequency(Tuple.of(1, Role.MASTER), Tuple.of(3, Role.WORKER)),
                        Arbitraries.integers().between(-1, 7),
                        Arbitraries.of(NodeState.class),
                        Arbitraries.longs().between(-3, 10),
                        Arbitraries.of("i-a0", "i-a1", "i-a2", "i-none"),
                        Arbitraries.of(SPEC.hash(), SPEC.hash(), SPEC.hash(), "other"))
                .as((role, slot, state, lease, master, spec) -> new Node(
                        "",
                        role,
                        slot,
                        state,
                        "m6i.xlarge",
                        OptionalDouble.of(0.2),
                        NOW,
                        new Lease(NOW.plusSeconds(lease)),
                        role == Role.MASTER ? "" : master,
                        spec));
    }
}
