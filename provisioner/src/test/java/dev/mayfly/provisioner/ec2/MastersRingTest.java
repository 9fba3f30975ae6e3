package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Ring;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.bootstrap.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are namespaces, started by the user-data that the fake EC2 got, with a real ssh server on the master. */
class MastersRingTest {
    private static final int MASTER = 2;
    private static final int WORKER = 3;
    private static final String JAVA = """
            #!/bin/bash
            case "$*" in
              *-version*) echo "java.specification.version = 17"; exit ;;
              *deploy.master*) exec python3 -m http.server --bind 0.0.0.0 7077 ;;
              *SparkConnectServer*) cd /var/lib/mayfly/runtime; exec python3 -m http.server --bind 127.0.0.1 15002 ;;
              *deploy.worker*) echo "Successfully registered with master" ;;
            esac
            while :; do sleep 0.1; done
            """;

    @TempDir
    private Path folder = Path.of("");

    private NodeRuntime runtime = NodeRuntime.bare();
    private ClusterSpec spec = SpecFile.defaults();

    @BeforeEach
    void make() throws Exception {
        Ring.HOSTS.require();
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(bin.resolve("java"), JAVA);
        assertThat(bin.resolve("java").toFile().setExecutable(true)).isTrue();
        run("tar", "-czf", "jdk.tgz", "jdk");
        Files.createDirectories(folder.resolve("home/.ssh"));
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", "home/.ssh/id_ed25519");
        byte[] much = new byte[2_000_000];
        new Random(7).nextBytes(much);
        runtime = new NodeRuntime(
                "1",
                List.of(NodeRuntime.Jar.of(Files.write(folder.resolve("mayfly-node.jar"), much))),
                List.of("-Xmx99m"));
        spec = SpecFile.parse(
                "{\"name\": \"logs\", \"callerAddress\": \"203.0.113.7/32\", \"prices\": {\"m6i.xlarge\": 0.2,"
                        + " \"m5.xlarge\": 0.2}, \"publicKey\": \""
                        + Files.readString(folder.resolve("home/.ssh/id_ed25519.pub"))
                                .strip() + "\", \"jdkUrl\": \""
                        + Hosts.url("jdk.tgz") + "\", \"jdkSha256\": \""
                        + NodeRuntime.Jar.of(folder.resolve("jdk.tgz")).sha256() + "\"}");
    }

    private void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    @Test
    void theRuntimeIsSentAndTheWayToTheEngineOutlivesItsConnection() throws Exception {
        try (FakeEc2 fake = new FakeEc2(Optional.of(Clock.systemUTC()));
                Hosts hosts = new Hosts(folder);
                Cluster cluster = cluster(fake)) {
            hosts.orphanedAfter = 600;
            fake.instances.addresses.addAll(List.of(Hosts.address(MASTER), Hosts.address(WORKER)));
            cluster.up(1);
            fake.instances.settle();
            List<FakeInstance> instances = fake.instances.alive();
            hosts.boot(MASTER, instances.get(0).userData);
            hosts.boot(WORKER, instances.get(1).userData);
            hosts.await("all is up", MASTER, 90, () -> {
                instances.get(0).console = hosts.log(MASTER);
                instances.get(1).console = hosts.log(WORKER);
                ClusterStatus status = cluster.status();
                assertThat(status.nodes()).allMatch(node -> node.failure().isEmpty());
                return status.ready() && status.nodes().size() == 2;
            });
            assertThat(hosts.home(WORKER).resolve("lib/mayfly/runtime/mayfly-node.jar"))
                    .hasSameBinaryContentAs(folder.resolve("mayfly-node.jar"));
            assertThat(hosts.log(MASTER)).contains("has the host key ssh-ed25519 ", "waits for its runtime ");
            HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            service.createContext("/", exchange -> {
                byte[] answer = "the session".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            service.start();
            try (Gateway gateway = cluster.gateway().orElseThrow()) {
                String token = Files.readString(hosts.home(MASTER).resolve("lib/mayfly/token"))
                        .strip();
                assertThat(gateway.token()).isEqualTo(token).hasSizeGreaterThan(30);
                assertThat(gateway.runtime()).isEqualTo(runtime.hash());
                assertThat(gateway.java()).isEqualTo(17);
                String inward = gateway.inward(service.getAddress().getPort());
                assertThat(inward).startsWith("http://" + Hosts.address(MASTER) + ":");
                requireBothWays(hosts, gateway, inward);

                hosts.inside(MASTER, "kill -9 $(pgrep -u ec2-user sshd)");
                long start = System.nanoTime();
                requireBothWays(hosts, gateway, inward);
                System.out.printf("restored %.1f s after its process died%n", (System.nanoTime() - start) / 1e9);

                String before = connections(hosts);
                hosts.cut(MASTER);
                Hosts.await(
                        "the cut is noticed",
                        60,
                        () -> hosts.log(MASTER).isEmpty()
                                || !answers(
                                        gateway.address().replace("sc://", "http://") + "/manifest",
                                        Duration.ofSeconds(2)));
                java.util.concurrent.TimeUnit.SECONDS.sleep(25);
                hosts.heal(MASTER);
                start = System.nanoTime();
                requireBothWays(hosts, gateway, inward);
                System.out.printf("restored %.1f s after its network was back%n", (System.nanoTime() - start) / 1e9);
                assertThat(connections(hosts)).isNotEqualTo(before);
                for (int number : new int[] {MASTER, WORKER}) {
                    assertThat(hosts.log(number)).doesNotContain(token);
                }
            } finally {
                service.stop(0);
            }
            cluster.down();
        }
    }

    /** The processes of the master's ssh server that serve somebody. */
    private static String connections(Hosts hosts) throws IOException {
        hosts.inside(MASTER, "pgrep -u ec2-user sshd > /var/lib/connections");
        return Files.readString(hosts.home(MASTER).resolve("lib/connections"));
    }

    private Cluster cluster(FakeEc2 fake) {
        Ec2Cloud.Surroundings real = new Ec2Cloud.Surroundings(
                CallerAddress.of(spec.login().callerAddress()),
                Clock.systemUTC(),
                time -> {},
                new Masters.Ssh(folder.resolve("home"), 22));
        return Cluster.of(
                spec,
                Controllers.cloud(fake.endpoint(), real, spec, runtime, Guillotine.never()),
                Clock.systemUTC(),
                time -> {});
    }

    /** The engine from here, and the session from a worker. */
    private static void requireBothWays(Hosts hosts, Gateway gateway, String inward) throws Exception {
        String engine = gateway.address().replace("sc://", "http://") + "/manifest";
        Hosts.await("the engine answers", 60, () -> answers(engine, Duration.ofSeconds(10)));
        String ask = "curl -sf -m 5 -o /var/lib/answer " + inward + "/";
        Path answer = hosts.home(WORKER).resolve("lib/answer");
        Files.deleteIfExists(answer);
        Hosts.await("the session answers a worker", 60, () -> {
            try {
                hosts.inside(WORKER, ask);
                return Files.exists(answer);
            } catch (IOException e) {
                return false;
            }
        });
        assertThat(answer).hasContent("the session");
    }

    private static boolean answers(String address, Duration limit) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(limit)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("mayfly-node.jar");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
