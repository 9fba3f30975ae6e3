package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.provisioner.ProvisionerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two controllers at once, held up at random at each call, and sometimes killed. */
class InterleavingTest {
    private static final int ROUNDS = 12;
    private static final long MOST_NANOS = 1_500_000;

    private record Ends(Optional<Throwable> first, Optional<Throwable> second) {}

    private static Ends both(FakeEc2 fake, int seed, int killed, Controllers.Deed first, Controllers.Deed second) {
        Guillotine a = Guillotine.at(killed, seed % 2 == 0).unsteady(new Random(seed), MOST_NANOS);
        Guillotine b = Guillotine.never().unsteady(new Random(seed + 1), MOST_NANOS);
        CompletableFuture<Optional<Throwable>> other =
                CompletableFuture.supplyAsync(() -> Controllers.run(fake, a, first));
        Optional<Throwable> mine = Controllers.run(fake, b, second);
        return new Ends(other.join(), mine);
    }

    @Test
    void twoControllersThatWantTheSameMakeItOnce() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            try (FakeEc2 fake = new FakeEc2()) {
                fake.instances.visibleAfter = seed * 2;
                Ends ends = both(fake, seed, Guillotine.NEVER, cluster -> cluster.up(5), cluster -> cluster.up(5));
                assertThat(ends).as("seed " + seed).isEqualTo(new Ends(Optional.empty(), Optional.empty()));
                Rest.requireExactly(fake, 5, "seed " + seed);
            }
        }
    }

    @Test
    void oneOfTwoIsKilledAndTheOtherMakesItWhole() throws IOException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            try (FakeEc2 fake = new FakeEc2()) {
                Ends ends = both(fake, seed, 1 + seed * 2, cluster -> cluster.up(4), cluster -> cluster.up(4));
                assertThat(ends.second()).as("seed " + seed).isEmpty();
                Rest.requireExactly(fake, 4, "seed " + seed);
            }
        }
    }

    @Test
    void downRacesALaunchAndNothingSurvives() throws IOException {
        int interrupted = 0;
        for (int seed = 0; seed < ROUNDS * 2; seed++) {
            try (FakeEc2 fake = new FakeEc2()) {
                Controllers.run(fake, Guillotine.never(), cluster -> cluster.up(0));
                fake.instances.settle();
                fake.instances.visibleAfter = seed;
                // Sometimes the launching one dies in the middle, and cannot tidy up.
                int killed = seed % 3 == 0 ? 5 + seed / 3 : Guillotine.NEVER;
                Ends ends = both(fake, seed, killed, cluster -> cluster.up(6), cluster -> cluster.down());
                assertThat(ends.second()).as("down, seed " + seed).isEmpty();
                ends.first()
                        .filter(ProvisionerException.class::isInstance)
                        .ifPresent(e -> assertThat(e).message().containsAnyOf("down()", "starts anew"));
                interrupted += ends.first().isPresent() ? 1 : 0;
                // What down() ended is fenced by its group; a cluster that came up after it has another.
                assertThat(fake.groups.groups).as("seed " + seed).doesNotContainKey("sg-1");
                assertThat(fake.instances.alive())
                        .as("seed " + seed)
                        .allMatch(instance -> fake.groups.groups.containsKey(instance.group));
            }
        }
        assertThat(interrupted).isPositive();
    }

    @Test
    void whateverTwoDoALaterCallMakesItRight() throws IOException {
        List<Controllers.Deed> deeds = List.of(
                cluster -> cluster.up(3),
                cluster -> cluster.grow(2),
                cluster -> cluster.shrink(1),
                cluster -> cluster.down(),
                cluster -> cluster.status());
        for (int seed = 0; seed < ROUNDS * 2; seed++) {
            try (FakeEc2 fake = new FakeEc2()) {
                Controllers.run(fake, Guillotine.never(), cluster -> cluster.up(2));
                Random random = new Random(seed);
                Controllers.Deed one = deeds.get(random.nextInt(deeds.size()));
                Controllers.Deed two = deeds.get(random.nextInt(deeds.size()));
                both(fake, seed, seed % 2 == 0 ? 1 + random.nextInt(15) : Guillotine.NEVER, one, two);
                String where = "seed " + seed;
                assertThat(Controllers.run(fake, Guillotine.never(), cluster -> cluster.up(3)))
                        .as(where)
                        .isEmpty();
                Rest.requireExactly(fake, 3, where);
                assertThat(Controllers.run(fake, Guillotine.never(), cluster -> cluster.down()))
                        .as(where)
                        .isEmpty();
                Rest.requireNothing(fake, where);
            }
        }
    }
}
