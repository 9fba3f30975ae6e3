package dev.mayfly.provisioner.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Ring;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real user-data on machines of their own, whose {@code shutdown} ends a namespace. */
class HostsTest {
    private static final Duration LEASE = Duration.ofSeconds(75);
    private static final int MASTER = 2;
    /** Listens where Spark would; asks no name server who it is, as Python's own servers do: there is none to answer. */
    private static final String JAVA = """
            #!/bin/bash
            listen() { exec python3 -c "import socket; s = socket.create_server(('$1', $2))
            while True: s.accept()[0].close()"; }
            case "$*" in
              *deploy.master*) listen 0.0.0.0 7077 ;;
              *SparkConnectServer*) listen 127.0.0.1 15002 ;;
              *showSettings*|*-version*) echo "java.specification.version = 17"; exit ;;
              *deploy.worker*) echo "Successfully registered with master"; trap 'echo PWR >> /var/lib/mayfly/signals; exit 0' PWR ;;
            esac
            echo "$*" > /var/lib/mayfly/started
            while :; do sleep 0.1; done
            """;

    @TempDir
    private Path folder = Path.of("");

    private ClusterSpec made = SpecFile.defaults();

    @BeforeEach
    void makeFiles() throws IOException, InterruptedException {
        Ring.HOSTS.require();
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(bin.resolve("java"), JAVA);
        assertThat(bin.resolve("java").toFile().setExecutable(true)).isTrue();
        Process tar = new ProcessBuilder("tar", "-czf", "jdk.tgz", "jdk")
                .directory(folder.toFile())
                .start();
        assertThat(tar.waitFor()).isZero();
        String sum = NodeRuntime.Jar.of(folder.resolve("jdk.tgz")).sha256();
        Files.writeString(folder.resolve("ports.csv"), "http,80");
        made = SpecFile.parse(
                "{\"name\": \"logs\", \"jdkUrl\": \"" + Hosts.url("jdk.tgz") + "\", \"jdkSha256\": \"" + sum
                        + "\", \"dataFiles\": [\"" + Hosts.url("ports.csv") + "\"],"
                        + " \"postInit\": \"echo \\\"it's done\\\" > /var/lib/mayfly/post\"}");
    }

    private NodeRuntime runtime() throws IOException {
        Path jar = Files.writeString(folder.resolve("mayfly-node.jar"), "not really a jar");
        return new NodeRuntime("1", List.of(NodeRuntime.Jar.of(jar)), List.of("-Xmx99m"));
    }

    private String userData(Role role, int slot, Duration lease) throws IOException {
        String master = role == Role.MASTER ? "" : "i-2";
        String address = role == Role.MASTER ? "" : Hosts.address(MASTER);
        return UserData.of(made, runtime(), new Order("logs", role, slot, 0, master, "x", lease, address));
    }

    /** What a controller sends over ssh to the master. */
    private void send(Hosts hosts) throws IOException, InterruptedException {
        Path home = Files.createDirectories(hosts.home(MASTER).resolve("lib/mayfly/runtime"));
        for (NodeRuntime.Jar jar : runtime().jars()) {
            Files.copy(jar.path(), home.resolve(jar.name()));
        }
        // As over a slow line: a file is there before all of it is.
        String manifest = Manifest.of(runtime()).text();
        Files.writeString(home.resolve("manifest"), manifest.substring(0, manifest.length() / 2));
        TimeUnit.SECONDS.sleep(3);
        Files.writeString(home.resolve("manifest"), manifest);
    }

    @Test
    void aDeadLaptopLeavesNothingBehindSixtySecondsAfterTheLease() throws Exception {
        try (Hosts hosts = new Hosts(folder)) {
            Instant start = Instant.now();
            hosts.boot(MASTER, userData(Role.MASTER, 0, LEASE));
            hosts.boot(3, userData(Role.WORKER, 0, LEASE));
            hosts.boot(4, userData(Role.WORKER, 1, LEASE));
            hosts.boot(5, userData(Role.WORKER, 2, LEASE));
            hosts.boot(6, userData(Role.WORKER, 3, LEASE));
            send(hosts);
            for (int number = MASTER; number <= 6; number++) {
                Path up = hosts.home(number).resolve("lib/mayfly/up");
                hosts.await("it is up", number, 60, () -> Files.exists(up));
            }
            assertThat(hosts.home(3).resolve("lib/mayfly/runtime/mayfly-node.jar"))
                    .hasContent("not really a jar");
            assertThat(hosts.home(3).resolve("lib/mayfly/post")).hasContent("it's done");
            assertThat(hosts.home(3).resolve("lib/mayfly/ports.csv")).hasContent("http,80");
            Hosts.await("the worker runs", 10, () -> Files.exists(hosts.home(3).resolve("lib/mayfly/started")));
            assertThat(Files.readString(hosts.home(3).resolve("lib/mayfly/started")))
                    .startsWith("-Xmx99m ")
                    .contains("org.apache.spark.deploy.worker.Worker", "spark://" + Hosts.address(MASTER) + ":7077");
            // One loses its agent: the dead man's switch is left. One is told that it may live longer.
            hosts.inside(4, "kill -9 $(cat /var/lib/mayfly/agent.pid)");
            Instant longer = start.plusSeconds(105);
            hosts.say(6, "meta-data/tags/instance/mayfly:lease-until", longer.toString());
            // One gets the notice of an interruption.
            hosts.say(5, "meta-data/spot/instance-action", "{\"action\": \"terminate\"}");
            Hosts.await("the interrupted one is over", 20, () -> !hosts.lives(5));
            assertThat(hosts.home(5).resolve("lib/mayfly/signals")).hasContent("PWR");
            assertThat(hosts.log(5)).contains("EC2 takes this spot instance back", "is drained");
            // From here on nobody does anything.
            for (int number : List.of(MASTER, 3, 4)) {
                hosts.await("it is over", number, 130, () -> !hosts.lives(number));
                assertThat(Duration.between(start, Instant.now())).isLessThan(LEASE.plusSeconds(60));
                System.out.println("machine " + number + " was over after "
                        + Duration.between(start, Instant.now()).toSeconds() + " s of a lease of " + LEASE.toSeconds()
                        + " s");
            }
            assertThat(hosts.log(3)).contains("the lease is over");
            assertThat(hosts.log(4)).doesNotContain("the lease is over");
            assertThat(Instant.now()).isAfter(start.plus(LEASE).minusSeconds(1));
            // The last one has lost its master now, and ends before its longer lease.
            Hosts.await("the last one is over", 60, () -> !hosts.lives(6));
            assertThat(hosts.log(6)).contains("has not reached its master " + Hosts.address(MASTER), "it is gone");
        }
    }

    @Test
    void aNodeThatIsCutOffEndsAndAnExtendedOneLives() throws Exception {
        try (Hosts hosts = new Hosts(folder)) {
            Instant start = Instant.now();
            hosts.boot(MASTER, userData(Role.MASTER, 0, LEASE));
            hosts.boot(3, userData(Role.WORKER, 0, LEASE));
            send(hosts);
            hosts.await(
                    "the worker is up", 3, 60, () -> Files.exists(hosts.home(3).resolve("lib/mayfly/up")));
            hosts.say(
                    MASTER,
                    "meta-data/tags/instance/mayfly:lease-until",
                    start.plusSeconds(90).toString());
            Hosts.await(
                    "the lease is longer",
                    10,
                    () -> hosts.log(MASTER)
                                    .lines()
                                    .filter(line -> line.contains("lives for"))
                                    .count()
                            > 1);
            hosts.cut(3);
            Hosts.await("the one that is cut off is over", 30, () -> !hosts.lives(3));
            assertThat(hosts.lives(MASTER)).isTrue();
            Hosts.await("the master is over", 90, () -> !hosts.lives(MASTER));
            assertThat(Instant.now()).isBetween(start.plusSeconds(89), start.plusSeconds(90 + 60));
        }
    }

    @Test
    void aDownloadWithAnotherChecksumEndsTheStartWithItsName() throws Exception {
        try (Hosts hosts = new Hosts(folder)) {
            String script = userData(Role.MASTER, 0, LEASE)
                    .replaceFirst("jdk_sha256='[0-9a-f]+'", "jdk_sha256='" + "0".repeat(64) + "'");
            hosts.boot(MASTER, script);
            hosts.await("it says so", MASTER, 40, () -> hosts.log(MASTER).contains("FAILED"));
            assertThat(hosts.log(MASTER))
                    .contains("FAILED: jdk from " + Hosts.url("jdk.tgz") + " has another checksum than 0000")
                    .doesNotContain("is up");
        }
    }
}
