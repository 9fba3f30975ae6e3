package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The controller dies before and after each of its calls, and another process calls again. */
class KillTest {
    /** What every scenario starts from, what is interrupted, what is called again, and how many workers are right then. */
    private record Scenario(String name, Controllers.Deed start, Controllers.Deed deed, Controllers.Deed again) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("up(5)", cluster -> {}, cluster -> cluster.up(5), cluster -> cluster.up(5)),
            new Scenario("grow(2)", cluster -> cluster.up(2), cluster -> cluster.grow(2), cluster -> cluster.up()),
            new Scenario("shrink(2)", cluster -> cluster.up(3), cluster -> cluster.shrink(2), cluster -> cluster.up()),
            new Scenario("down()", cluster -> cluster.up(2), cluster -> cluster.down(), cluster -> cluster.down()));

    /** Long enough that a killed controller's last launch is not listed when the next one looks. */
    private static final int VISIBLE_AFTER = 9;

    @Test
    void whereverItIsKilledTheNextCallFindsTheWayToExactlyTheWantedNodes() throws IOException {
        int points = 0;
        for (Scenario scenario : SCENARIOS) {
            int calls = calls(scenario);
            for (int call = 1; call <= calls; call++) {
                dies(scenario, call, true);
                dies(scenario, call, false);
            }
            System.out.println("killed before and after each of " + calls + " calls of " + scenario.name());
            points += 2 * calls;
        }
        System.out.println("kill points: " + points);
        assertThat(points).isGreaterThan(80);
    }

    private static int calls(Scenario scenario) throws IOException {
        try (FakeEc2 fake = new FakeEc2()) {
            fake.instances.visibleAfter = VISIBLE_AFTER;
            assertThat(Controllers.run(fake, Guillotine.never(), scenario.start()))
                    .isEmpty();
            fake.instances.settle();
            Guillotine none = Guillotine.never();
            assertThat(Controllers.run(fake, none, scenario.deed())).isEmpty();
            return none.calls();
        }
    }

    private static void dies(Scenario scenario, int call, boolean before) throws IOException {
        try (FakeEc2 fake = new FakeEc2()) {
            fake.instances.visibleAfter = VISIBLE_AFTER;
            Controllers.run(fake, Guillotine.never(), scenario.start());
            fake.instances.settle();
            int had = Rest.workers(fake);
            Guillotine guillotine = Guillotine.at(call, before);
            Optional<Throwable> end = Controllers.run(fake, guillotine, scenario.deed());
            String where = scenario.name() + " killed " + (before ? "before" : "after") + " call " + call;
            assertThat(guillotine.fell()).as(where).isTrue();
            assertThat(end).as(where).containsInstanceOf(Guillotine.Killed.class);
            assertThat(Controllers.run(fake, Guillotine.never(), scenario.again()))
                    .as(where)
                    .isEmpty();
            switch (scenario.name()) {
                case "up(5)" -> {
                    Rest.requireExactly(fake, 5, where);
                    // Nor was there ever one too many: a repeated order found the node of the first.
                    assertThat(fake.instances.all).as(where).hasSize(6);
                }
                case "down()" -> Rest.requireNothing(fake, where);
                // It was killed before it said what it wanted, or after.
                default -> {
                    int by = scenario.name().startsWith("grow") ? 2 : -2;
                    Rest.requireExactly(fake, said(fake, had + by) ? had + by : had, where);
                }
            }
        }
    }

    private static boolean said(FakeEc2 fake, int n) {
        return fake.instances.alive().stream()
                .anyMatch(instance -> instance.tag("role").equals("master")
                        && instance.tag("want").equals(String.valueOf(n)));
    }
}
