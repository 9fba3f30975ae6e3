package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Ring;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Waiting;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes real time, real processes, or somebody else's EC2. */
class AwsRingTest {
    private static final int BURST = 5;
    private static final double PER_SECOND = 2;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void ring() {
        Ring.AWS.require();
    }

    @Test
    void aHundredNodesAreLaunchedAsFastAsTheRequestLimitAllows() throws IOException {
        try (FakeEc2 fake = new FakeEc2(Optional.of(Clock.systemUTC()))) {
            fake.latencyMillis = 100;
            TokenBucket bucket = new TokenBucket(BURST, PER_SECOND);
            fake.faults = (action, call) ->
                    !action.equals("RunInstances") || bucket.take() ? FakeEc2.NOTHING : "RequestLimitExceeded";
            ClusterSpec spec = Controllers.SPEC;
            Ec2Cloud.Surroundings real = new Ec2Cloud.Surroundings(
                    CallerAddress.of(spec.login().callerAddress()), Clock.systemUTC(), Waiting.real());
            try (Cluster cluster = Cluster.of(
                    spec,
                    Controllers.cloud(fake.endpoint(), real, spec, NodeRuntime.bare(), Guillotine.never()),
                    Clock.systemUTC())) {
                long start = System.nanoTime();
                cluster.up(100);
                double seconds = (System.nanoTime() - start) / 1e9;
                double allowed = (101 - BURST) / PER_SECOND;
                long refused =
                        fake.actions.stream().filter("RunInstances"::equals).count() - 101;
                System.out.printf(
                        "100 workers in %.1f s; the limit allows %.1f s; %d requests were refused and made again%n",
                        seconds, allowed, refused);
                Rest.requireExactly(fake, 100, "100 nodes");
                assertThat(seconds).isLessThan(allowed * 1.1);
            }
        }
    }

    /** Amazon's: so many at once, and so many more each second. */
    private static final class TokenBucket {
        private final double most;
        private final double perSecond;
        private double tokens;
        private long at = System.nanoTime();

        TokenBucket(double most, double perSecond) {
            this.most = most;
            this.perSecond = perSecond;
            this.tokens = most;
        }

        synchronized boolean take() {
            long now = System.nanoTime();
            tokens = Math.min(most, tokens + (now - at) / 1e9 * perSecond);
            at = now;
            boolean taken = tokens >= 1;
            tokens -= taken ? 1 : 0;
            return taken;
        }
    }

    @Test
    void aControllerThatIsAProcessAndEndsInACallIsFollowedByAnother() throws Exception {
        int points = 0;
        for (int call : new int[] {2, 7, 9, 11, 15, 17, 19, 21}) {
            boolean before = call % 4 == 1;
            try (FakeEc2 fake = new FakeEc2()) {
                assertThat(process(fake, call, before, 5)).as("call " + call).isEqualTo(ControllerProgram.HALTED);
                assertThat(process(fake, Guillotine.NEVER, before, 5)).isZero();
                Rest.requireExactly(fake, 5, "call " + call);
                assertThat(process(fake, Guillotine.NEVER, before, -1)).isZero();
                Rest.requireNothing(fake, "call " + call);
            }
            points++;
        }
        System.out.println("kill points as processes: " + points);
    }

    private static int process(FakeEc2 fake, int call, boolean before, int workers) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControllerProgram.class.getName(),
                        fake.endpoint().toString(),
                        String.valueOf(call),
                        String.valueOf(before),
                        String.valueOf(workers))
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Another implementation of the protocol: what it reads and says is not what the fake's author thought of. */
    @Test
    void motoUnderstandsEveryRequest() throws Exception {
        String python = Optional.ofNullable(System.getenv("MAYFLY_PYTHON")).orElse("python3");
        int port = freePort();
        Process moto = new ProcessBuilder(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "moto.log"))
                .start();
        try {
            awaitListening(port, moto);
            ClusterSpec spec = SpecFile.parse("""
                    {"name": "second-opinion", "callerAddress": "203.0.113.7/32", "acceptUnknownPrice": true,
                     "imageName": "amzn2-ami-hvm-2.*-x86_64-gp2", "tags": {"team": "edge"}}""");
            Ec2Cloud.Surroundings real = new Ec2Cloud.Surroundings(
                    CallerAddress.of(spec.login().callerAddress()), Clock.systemUTC(), Waiting.real());
            try (Cluster cluster = Cluster.of(
                    spec,
                    Controllers.cloud(
                            URI.create("http://127.0.0.1:" + port), real, spec, NodeRuntime.bare(), Guillotine.never()),
                    Clock.systemUTC())) {
                ClusterStatus up = cluster.up(3).last();
                assertThat(up.nodes()).hasSize(4);
                assertThat(cluster.up(3).nodes()).hasSize(4);
                assertThat(cluster.grow(1).nodes()).hasSize(5);
                assertThat(cluster.status().wanted()).hasValue(4);
                assertThat(cluster.shrink(2).nodes()).hasSize(3);
                assertThat(cluster.extend(Duration.ofHours(3)).leaseLeft().orElseThrow())
                        .isGreaterThan(Duration.ofMinutes(179));
                assertThat(cluster.list().clusters()).hasSize(1);
                assertThat(cluster.ssh()).startsWith("ssh -o ExitOnForwardFailure=yes -L 127.0.0.1:15002");
                cluster.logs("master");
                assertThat(cluster.down().ending()).hasSize(3);
                assertThat(cluster.list().clusters()).isEmpty();
            }
        } finally {
            moto.destroyForcibly().onExit().join();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(int port, Process process) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(process.isAlive()).as("moto runs").isTrue();
                assertThat(System.nanoTime()).as("moto answers within 60 s").isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}
