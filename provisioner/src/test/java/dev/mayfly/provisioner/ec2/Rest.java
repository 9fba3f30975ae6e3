package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

/** What the fake EC2 itself knows at rest, beyond what any listing shows. */
final class Rest {
    private Rest() {}

    static int workers(FakeEc2 fake) {
        return workersAlive(fake).size();
    }

    private static List<FakeInstance> workersAlive(FakeEc2 fake) {
        return fake.instances.alive().stream()
                .filter(instance -> instance.tag("role").equals("worker"))
                .filter(instance -> !instance.tag("state").equals("draining"))
                .toList();
    }

    static void requireExactly(FakeEc2 fake, int workers, String where) {
        List<FakeInstance> masters = fake.instances.alive().stream()
                .filter(instance -> instance.tag("role").equals("master"))
                .toList();
        assertThat(masters).as("masters, " + where).hasSize(1);
        assertThat(workersAlive(fake))
                .as("workers, " + where)
                .allMatch(instance -> instance.tag("master").equals(masters.get(0).id))
                .extracting(instance -> instance.tag("slot"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, workers).mapToObj(String::valueOf).toList());
        assertThat(fake.groups.groups).as("groups, " + where).hasSize(1);
    }

    static void requireNothing(FakeEc2 fake, String where) {
        assertThat(fake.instances.alive()).as("nodes, " + where).isEmpty();
        assertThat(fake.groups.groups).as("groups, " + where).isEmpty();
    }
}
