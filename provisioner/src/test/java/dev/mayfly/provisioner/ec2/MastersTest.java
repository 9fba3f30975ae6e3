package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Tags;
import dev.mayfly.provisioner.bootstrap.Manifest;
import dev.mayfly.provisioner.ssh.SshMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master of the fake EC2 whose ssh server is one of this process. */
class MastersTest {
    private static final String TOKEN = "the-token-of-the-engine";

    private final Path folder;
    private final SshMachine machine;
    private final FakeEc2 fake = new FakeEc2();
    private final NodeRuntime runtime;
    private final Cluster cluster;

    MastersTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.machine = new SshMachine(folder);
        this.runtime = new NodeRuntime(
                "1",
                List.of(NodeRuntime.Jar.of(Files.writeString(folder.resolve("mayfly.jar"), "ours"))),
                List.of("-Xmx1g"));
        this.cluster = cluster(spec(machine.userKey()), runtime, machine.home());
    }

    private static ClusterSpec spec(String key) {
        return SpecFile.parse(
                "{\"name\": \"logs\", \"callerAddress\": \"203.0.113.7/32\", \"prices\": {\"m6i.xlarge\": 0.2,"
                        + " \"m5.xlarge\": 0.2}, \"user\": \"" + SshMachine.USER + "\", \"publicKey\": \"" + key
                        + "\"}");
    }

    private Cluster cluster(ClusterSpec spec, NodeRuntime runs, Path home) {
        Ec2Cloud.Surroundings surroundings = new Ec2Cloud.Surroundings(
                CallerAddress.of(spec.login().callerAddress()),
                fake.time,
                fake.time,
                new Masters.Ssh(home, machine.port()));
        return Cluster.of(
                spec,
                Controllers.cloud(fake.endpoint(), surroundings, spec, runs, Guillotine.never()),
                fake.time,
                fake.time);
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
        fake.close();
        machine.close();
    }

    /** Everything runs, and the master says this on its console. */
    private FakeInstance boot(String said) {
        cluster.up(1);
        fake.instances.settle();
        FakeInstance master = fake.instances.alive().get(0);
        master.outside = "127.0.0.1";
        master.inside = "127.0.0.1";
        master.console = said;
        return master;
    }

    private String hostKey() {
        return "mayfly master 0: has the host key " + machine.hostKey() + "\n";
    }

    private void writeEntrance() throws IOException {
        Files.writeString(machine.lib().resolve("token"), TOKEN);
        Files.writeString(machine.lib().resolve("about"), "runtime=" + runtime.hash() + "\njava=17\n");
    }

    @Test
    void aMasterIsKnownByTheKeyOnItsConsoleAndSaysHowItsEngineIsReached() throws Exception {
        writeEntrance();
        boot("[  1.2] kernel\r\n" + hostKey() + "mayfly master 0: is up, 4 cores\n");
        ClusterStatus status = cluster.status();
        assertThat(status.nodes().get(0).state()).isEqualTo(NodeState.READY);
        assertThat(status.nodes().get(0).tags()).containsEntry(Tags.CORES, "4");
        assertThat(cluster.status().nodes().get(0).tags()).containsEntry(Tags.CORES, "4");
        try (Gateway gateway = cluster.gateway().orElseThrow()) {
            assertThat(gateway.token()).isEqualTo(TOKEN);
            assertThat(gateway.runtime()).isEqualTo(runtime.hash());
            assertThat(gateway.java()).isEqualTo(17);
            assertThat(gateway.sharesFiles()).isFalse();
            assertThat(gateway.inward(9)).startsWith("http://127.0.0.1:").isEqualTo(gateway.inward(9));
            assertThat(gateway.ui()).isPresent();
            assertThat(gateway + " " + cluster.status()).doesNotContain(TOKEN);
            int connections = machine.connections();
            // Whoever asks again gets the same way, over the same connection.
            try (Gateway again = cluster.gateway().orElseThrow()) {
                assertThat(again.port()).isEqualTo(gateway.port());
            }
            assertThat(machine.connections()).isEqualTo(connections).isOne();
        }
        await(() -> machine.connections() == 0);
        try (Gateway later = cluster.gateway().orElseThrow()) {
            assertThat(later.token()).isEqualTo(TOKEN);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void aMasterThatShowsNoHostKeyIsNotConnectedTo() throws Exception {
        writeEntrance();
        boot("mayfly worker 0: has the host key " + machine.hostKey() + "\nmayfly master 0: is up\n");
        cluster.status();
        assertThatThrownBy(cluster::gateway)
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("does not show its ssh host keys")
                .hasMessageContaining("no connection is made");
        assertThat(machine.logins()).isZero();
    }

    @Test
    void aMasterThatWaitsIsSentItsRuntimeWhileSomebodyLooks() throws Exception {
        boot(hostKey() + "mayfly master 0: waits for its runtime "
                + Manifest.of(runtime).sha256() + "\n");
        Path sent = machine.lib().resolve("runtime/mayfly.jar");
        await(() -> {
            assertThat(cluster.status().nodes().get(0).failure()).isEmpty();
            return Files.exists(sent);
        });
        assertThat(sent).hasContent("ours");
        assertThat(machine.lib().resolve("runtime/manifest"))
                .hasContent(Manifest.of(runtime).text());
    }

    @Test
    void aMasterThatWaitsForAnotherVersionIsSentNothing() {
        boot(hostKey() + "mayfly master 0: waits for its runtime " + "0".repeat(64) + "\n");
        cluster.status();
        cluster.status();
        assertThat(machine.logins()).isZero();
    }

    @Test
    void aMasterThatRefusesTheKeyEndsTheWaitWithTheReason() throws Exception {
        Path stranger = Files.createDirectories(folder.resolve("stranger"));
        try (SshMachine other = new SshMachine(stranger);
                Cluster wrong = cluster(spec(machine.userKey()), runtime, other.home())) {
            boot(hostKey() + "mayfly master 0: waits for its runtime "
                    + Manifest.of(runtime).sha256() + "\n");
            await(() -> wrong.status().nodes().get(0).failure().isPresent());
            Node master = wrong.status().nodes().get(0);
            assertThat(master.failure().orElseThrow())
                    .contains("the runtime cannot be sent to it", "refuses the ssh keys of ada");
            assertThatThrownBy(() -> wrong.up(1).await(Duration.ofMinutes(1), now -> {}))
                    .hasMessageContaining("does not come up")
                    .hasMessageContaining("refuses the ssh keys");
        }
    }

    @Test
    void withoutAKeyOrABucketNothingIsStarted() {
        ClusterSpec open = SpecFile.parse("{\"callerAddress\": \"203.0.113.7/32\", \"acceptUnknownPrice\": true}");
        try (Cluster keyless = cluster(open, runtime, machine.home())) {
            assertThatThrownBy(() -> keyless.up(1))
                    .isInstanceOf(ProvisionerException.class)
                    .hasMessageContaining("Nobody could log in")
                    .hasMessageContaining("\"publicKey\"");
        }
        assertThat(fake.instances.all).isEmpty();
        assertThat(fake.groups.groups).isEmpty();
    }
}
