package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches, and what follows each way in which they fail. */
class LaunchTest {
    private final FakeEc2 fake = new FakeEc2();

    LaunchTest() throws IOException {}

    @AfterEach
    void close() {
        fake.close();
    }

    private void up(int n) {
        try (Cluster cluster = Controllers.cluster(fake)) {
            cluster.up(n);
        }
    }

    private String refusalOfUp(int n) {
        try (Cluster cluster = Controllers.cluster(fake)) {
            cluster.up(n);
            return "";
        } catch (ProvisionerException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private long launches() {
        return fake.actions.stream().filter("RunInstances"::equals).count();
    }

    @Test
    void aNodeIsClosedTaggedAndEndsWithItsLease() {
        up(1);
        FakeInstance worker = fake.instances.alive().get(1);
        assertThat(worker.tags)
                .containsEntry("mayfly:cluster", "logs")
                .containsEntry("mayfly:owner", "ada")
                .containsEntry("mayfly:role", "worker")
                .containsEntry("mayfly:slot", "0")
                .containsEntry("mayfly:master", fake.instances.alive().get(0).id)
                .containsEntry("mayfly:spec", Controllers.SPEC.hash())
                .containsEntry("mayfly:ttl", "120")
                .containsEntry("Name", "mayfly-logs-worker-0");
        assertThat(worker.spot).isTrue();
        assertThat(fake.instances.alive().get(0).spot).isFalse();
        List<String> launched = fake.bodies.stream()
                .filter(body -> body.contains("Action=RunInstances"))
                .toList();
        assertThat(launched).hasSize(2).allSatisfy(body -> assertThat(body)
                .contains("MetadataOptions.HttpTokens=required")
                .contains("MetadataOptions.HttpPutResponseHopLimit=1")
                .contains("MetadataOptions.InstanceMetadataTags=enabled")
                .contains("InstanceInitiatedShutdownBehavior=terminate")
                .contains("Ebs.VolumeSize=40")
                .contains("ImageId=ami-0000000000000002b"));
        assertThat(worker.userData).startsWith("#!/bin/bash\nshutdown -P +120\n");
    }

    @Test
    void theSameRequestIsMadeByAnyProcess() {
        up(2);
        List<String> first = fake.bodies.stream()
                .filter(body -> body.contains("=RunInstances"))
                .sorted()
                .toList();
        fake.instances.visibleAfter = Integer.MAX_VALUE / 2;
        fake.instances.all.values().forEach(instance -> instance.visibleFrom = Long.MAX_VALUE);
        fake.bodies.clear();
        up(2);
        assertThat(fake.bodies.stream().filter(body -> body.contains("=RunInstances")))
                .isNotEmpty()
                .allMatch(first::contains);
        assertThat(fake.instances.alive()).hasSize(3);
    }

    @Test
    void aPoolWithoutRoomIsFollowedByTheNext() {
        fake.instances.full.addAll(Set.of("m6i.xlarge subnet-a", "m6i.xlarge subnet-b", "m5.xlarge subnet-a"));
        up(2);
        assertThat(fake.instances.alive()).hasSize(3).allMatch(instance -> instance.type.equals("m5.xlarge"));
        fake.instances.full.add("m5.xlarge subnet-b");
        assertThat(refusalOfUp(3))
                .contains("no room for worker 2", "4 pools", "m6i.xlarge in eu-west-1a: InsufficientInstanceCapacity");
        assertThat(fake.instances.alive()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MaxSpotInstanceCountExceeded", "VcpuLimitExceeded", "UnauthorizedOperation"})
    void whatOnlyAPersonCanChangeStopsAtOnce(String code) {
        fake.faults = (action, call) -> action.equals("RunInstances") && launches() > 1 ? code : FakeEc2.NOTHING;
        assertThat(refusalOfUp(20)).contains(code);
        assertThat(launches()).isLessThanOrEqualTo(1 + Launcher.AT_ONCE);
        assertThat(fake.instances.alive()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"(lost)", "InternalError", "Unavailable", "RequestLimitExceeded"})
    void whatMayHaveHappenedIsAskedAgainInTheSamePool(String fault) {
        Random random = new Random(7);
        fake.faults =
                (action, call) -> random.nextInt(action.equals("RunInstances") ? 2 : 40) == 0 ? fault : FakeEc2.NOTHING;
        up(5);
        fake.faults = (action, call) -> FakeEc2.NOTHING;
        fake.instances.settle();
        Rest.requireExactly(fake, 5, fault);
        assertThat(fake.instances.all).hasSize(6);
    }

    @Test
    void aSlotWhoseNodeIsOverGetsTheNextAttempt() {
        up(2);
        fake.instances.settle();
        FakeInstance lost = fake.instances.alive().get(1);
        fake.instances.end(lost, "Server.SpotInstanceTermination: taken back");
        up(2);
        Rest.requireExactly(fake, 2, "replaced");
        // As an hour later: nothing tells any more that there was one.
        fake.instances.settle();
        lost.visibleFrom = Long.MAX_VALUE;
        FakeInstance again = fake.instances.alive().stream()
                .filter(instance -> instance.tag("slot").equals(lost.tag("slot"))
                        && instance.tag("role").equals("worker"))
                .findFirst()
                .orElseThrow();
        fake.instances.end(again, "Server.SpotInstanceTermination: taken back");
        again.visibleFrom = Long.MAX_VALUE;
        up(2);
        Rest.requireExactly(fake, 2, "replaced again");
    }

    @Test
    void aMasterThatIsTakenBackMakesTheNextUpBuildAFreshCluster() {
        up(3);
        fake.instances.settle();
        FakeInstance master = fake.instances.alive().get(0);
        fake.instances.end(master, "Server.SpotInstanceTermination: taken back");
        Set<FakeInstance> zombies = new HashSet<>(fake.instances.alive());
        try (Cluster cluster = Controllers.cluster(fake)) {
            assertThat(cluster.plan(3).toString()).contains("a zombie: its master " + master.id + " is gone");
        }
        up(3);
        Rest.requireExactly(fake, 3, "fresh");
        assertThat(fake.instances.alive()).doesNotContainAnyElementsOf(zombies);
    }

    @Test
    void workersThatAreNotNeededDrainAndEndWithinMinutes() {
        up(3);
        fake.instances.settle();
        fake.instances.alive().forEach(instance -> instance.tags.put("mayfly:state", "ready"));
        try (Cluster cluster = Controllers.cluster(fake)) {
            cluster.shrink(2);
            assertThat(fake.instances.alive())
                    .filteredOn(instance -> instance.tag("state").equals("draining"))
                    .extracting(instance -> instance.tag("slot"))
                    .containsExactlyInAnyOrder("1", "2");
            fake.time.advance(Duration.ofMinutes(3));
            ClusterStatus status = cluster.status();
            assertThat(status.reaped()).hasSize(2);
        }
        Rest.requireExactly(fake, 1, "shrunk");
        assertThat(fake.instances.alive()).hasSize(2);
    }

    @Test
    void aNodeIsReadyWhenItsConsoleSaysSoAndIsNotAskedAgain() throws InterruptedException {
        up(2);
        fake.instances.settle();
        fake.instances.alive().forEach(instance -> instance.console = "boot\nmayfly worker 0: is up\n");
        try (Cluster cluster = Controllers.cluster(fake)) {
            assertThat(cluster.up(2).await().count(NodeState.READY)).isEqualTo(3);
            fake.actions.clear();
            assertThat(cluster.status().ready()).isTrue();
            assertThat(fake.actions).doesNotContain("GetConsoleOutput");
        }
    }

    @Test
    void aNodeThatCannotComeUpEndsTheWaitWithItsReason() {
        up(1);
        fake.instances.settle();
        fake.instances.alive().get(1).console = "mayfly worker 0: FAILED: cannot install htop\n";
        try (Cluster cluster = Controllers.cluster(fake)) {
            assertThatThrownBy(() -> cluster.up(1).await())
                    .isInstanceOf(ProvisionerException.class)
                    .hasMessageContaining("worker 0")
                    .hasMessageContaining("cannot install htop");
        }
    }

    @Test
    void whenTheCallersAddressIsUnknownNothingIsOpenedOrStarted() {
        ClusterSpec open = SpecFile.parse("{\"name\": \"logs\", \"acceptUnknownPrice\": true}");
        Ec2Cloud.Surroundings nobody = new Ec2Cloud.Surroundings(
                new CallerAddress(Optional.empty(), URI.create("http://127.0.0.1:9/")), fake.time, fake.time);
        try (Cluster cluster = Cluster.of(
                open,
                Controllers.cloud(fake.endpoint(), nobody, open, NodeRuntime.bare(), Guillotine.never()),
                fake.time)) {
            assertThatThrownBy(() -> cluster.up(1))
                    .isInstanceOf(ProvisionerException.class)
                    .hasMessageContaining("never opened to the world: set \"callerAddress\"");
        }
        assertThat(fake.groups.groups).isEmpty();
        assertThat(fake.instances.all).isEmpty();
    }

    @Test
    void theGroupLetsTheCallerInAndNobodyElse() {
        up(1);
        assertThat(fake.groups.groups.values()).singleElement().satisfies(group -> assertThat(group.rules)
                .containsExactly("all sg-1", "22 203.0.113.7/32"));
        up(1);
        assertThat(String.join("\n", fake.bodies)).doesNotContain("0.0.0.0", "%3A%3A%2F0");
    }

    @Test
    void noSecretIsInWhatIsSentOrShown() {
        StringBuilder shown = new StringBuilder();
        try (Cluster cluster = Controllers.cluster(fake)) {
            shown.append(cluster.plan(2))
                    .append(cluster.up(2))
                    .append(cluster.status())
                    .append(cluster);
            shown.append(cluster.spec()).append(cluster.list()).append(cluster.ssh());
            shown.append(cluster.sparkRemote()).append(cluster.url()).append(cluster.logs("master"));
        }
        for (String code : List.of("AuthFailure", "UnauthorizedOperation", "InvalidParameterValue")) {
            fake.faults = (action, call) -> code;
            try (Cluster cluster = Controllers.cluster(fake)) {
                cluster.up(3);
            } catch (ProvisionerException e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                shown.append(trace);
            }
        }
        fake.instances.all.values().forEach(instance -> shown.append(instance.tags)
                .append(instance.userData));
        assertThat(shown.toString() + String.join("\n", fake.bodies))
                .contains("EC2 refuses (AuthFailure)", "mayfly:cluster")
                .doesNotContain(Controllers.SECRET, Controllers.ACCESS_KEY)
                .doesNotContainIgnoringCase("X-Amz-Signature")
                .doesNotContainPattern("(?i)(secret|password|token)=['\"]?[A-Za-z0-9/+]{16,}");
    }
}
