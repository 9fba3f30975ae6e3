package dev.mayfly.provisioner.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelTest {
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Path folder;
    private final SshMachine machine;
    private final Echo echo = new Echo();

    TunnelTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.machine = new SshMachine(folder);
    }

    @AfterEach
    void close() throws IOException {
        echo.close();
        machine.close();
    }

    private Tunnel open() {
        return Tunnel.open(machine.host(), machine.keys(), BEAT);
    }

    /** Says each line again. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket server;

        Echo() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            daemon(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        daemon(() -> serve(socket));
                    } catch (IOException e) {
                        // Closed.
                    }
                }
            });
        }

        private static void serve(Socket socket) {
            try (socket) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // Cut.
            }
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work, "echo");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** A conversation of lines. */
    private static final class Talk implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Talk(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String say(String line) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void portsLeadInBothDirectionsAndManyTalkAtOnce() throws Exception {
        try (Tunnel tunnel = open()) {
            int out = tunnel.forward(echo.port());
            int in = tunnel.inward("127.0.0.1", echo.port());
            assertThat(tunnel.inward("127.0.0.1", echo.port())).isEqualTo(in);
            try (Talk first = new Talk(out);
                    Talk second = new Talk(out);
                    Talk third = new Talk(in)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(first.say("one " + i)).isEqualTo("one " + i);
                    assertThat(second.say("two " + i)).isEqualTo("two " + i);
                    assertThat(third.say("three " + i)).isEqualTo("three " + i);
                }
            }
        }
    }

    /** Whoever answers may have left before the last of the answer is read: more than once, as it takes some luck. */
    @RepeatedTest(4)
    void moreThanAWindowPassesBothWaysAndAHalfClosedConnectionGetsItsAnswer() throws Exception {
        byte[] much = new byte[9_000_000];
        new java.util.Random(1).nextBytes(much);
        try (Tunnel tunnel = open();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.forward(echo.port()))) {
            socket.setSoTimeout(20_000);
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(much);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    // The reader sees it.
                }
            });
            writer.start();
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(much);
        }
    }

    @Test
    void aBrokenConnectionIsMadeAgainAndThePortsStay() throws Exception {
        try (Tunnel tunnel = open()) {
            int out = tunnel.forward(echo.port());
            int in = tunnel.inward("127.0.0.1", echo.port());
            try (Talk talk = new Talk(out)) {
                assertThat(talk.say("before")).isEqualTo("before");
                machine.breakConnections();
                assertThat(cut(talk)).isTrue();
            }
            // Whoever comes while it is broken waits.
            try (Talk again = new Talk(out)) {
                assertThat(again.say("after")).isEqualTo("after");
            }
            await("connected", tunnel::isConnected);
            try (Talk again = new Talk(in)) {
                assertThat(again.say("after")).isEqualTo("after");
            }
            assertThat(tunnel.inward("127.0.0.1", echo.port())).isEqualTo(in);
        }
    }

    private static boolean cut(Talk talk) {
        try {
            return talk.say("while it breaks").equals("null");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aMachineThatIsAwayIsFoundWhenItIsBackAndOneWithAnotherKeyIsNot() throws Exception {
        int port = machine.port();
        try (Tunnel tunnel = open()) {
            int out = tunnel.forward(echo.port());
            machine.stop();
            await("broken", () -> !tunnel.isConnected());
            machine.startAgain(port);
            try (Talk talk = new Talk(out)) {
                assertThat(talk.say("hello")).isEqualTo("hello");
            }
            machine.stop();
            await("broken", () -> !tunnel.isConnected());
            try (SshMachine impostor = new SshMachine(Files.createDirectories(folder.resolve("other")))) {
                impostor.stop();
                impostor.startAgain(port);
                await("over", tunnel::isOver);
                assertThatThrownBy(() -> tunnel.run("true")).hasMessageContaining("none of its own");
            }
        }
    }

    @Test
    void aMachineWithAForeignKeyIsToldNothing() {
        SshHost host = new SshHost(
                "master (i-1)", "127.0.0.1", machine.port(), SshMachine.USER, Set.of("ssh-ed25519 AAAAother"));
        assertThatThrownBy(() -> Tunnel.open(host, machine.keys(), BEAT))
                .isInstanceOf(ProvisionerException.class)
                .isNotInstanceOf(UnreachableException.class)
                .hasMessageContaining("master (i-1) at 127.0.0.1:" + machine.port())
                .hasMessageContaining("shows the ssh host key SHA256:")
                .hasMessageContaining("nothing was sent");
        assertThat(machine.logins()).isZero();
    }

    @Test
    void refusedMissingAndProtectedKeysAreNamed() throws Exception {
        Path stranger = folder.resolve("stranger");
        Path other = Files.createDirectories(stranger.resolve(".ssh"));
        SshMachine.write(KeyUtils.generateKeyPair("ssh-ed25519", 256), other.resolve("id_ed25519"), null);
        assertThatThrownBy(() -> openWith(Optional.empty(), stranger))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("refuses the ssh keys of ada from " + other)
                .hasMessageContaining("\"publicKey\" or \"keyName\"");
        assertThatThrownBy(() -> openWith(Optional.empty(), folder.resolve("nobody")))
                .hasMessageContaining("no ssh key on this machine in " + folder.resolve("nobody/.ssh"))
                .hasMessageContaining("ssh-keygen -t ed25519");
        Path locked = folder.resolve("locked");
        SshMachine.write(KeyUtils.generateKeyPair("ssh-ed25519", 256), locked, "open sesame");
        assertThatThrownBy(() -> openWith(Optional.of(locked.toString()), folder))
                .hasMessageContaining("ssh key " + locked)
                .hasMessageContaining("without a passphrase");
        Files.writeString(locked, "not a key at all");
        assertThatThrownBy(() -> openWith(Optional.of(locked.toString()), folder))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining(locked.toString());
    }

    private void openWith(Optional<String> keyFile, Path home) {
        Tunnel.open(machine.host(), SshKeys.of(SshMachine.login(keyFile), home), BEAT)
                .close();
    }

    @Test
    void aMachineThatDoesNotAnswerIsNamedWithWhatMayBeWrong() throws Exception {
        machine.stop();
        assertThatThrownBy(this::open)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("master (i-1) at 127.0.0.1")
                .hasMessageContaining("does not answer")
                .hasMessageContaining("\"callerAddress\"");
    }

    @Test
    void aRuntimeIsSentOnceFileByFileAndWhatIsBrokenThereAgain() throws Exception {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        byte[] much = new byte[3_000_000];
        new java.util.Random(2).nextBytes(much);
        NodeRuntime runtime = new NodeRuntime(
                "1",
                List.of(NodeRuntime.Jar.of(Files.writeString(jars.resolve("mayfly.jar"), "ours"))),
                List.of(),
                List.of(NodeRuntime.Jar.of(Files.write(jars.resolve("spark.jar"), much))));
        try (Tunnel tunnel = open()) {
            assertThat(RuntimeSender.send(tunnel, runtime).files()).isEqualTo(3);
            Path there = machine.lib().resolve("runtime");
            assertThat(there.resolve("spark.jar")).hasBinaryContent(much);
            assertThat(there.resolve("manifest"))
                    .hasContent(runtime.jars().get(0).sha256() + "  mayfly.jar\n"
                            + runtime.spark().get(0).sha256() + "  spark.jar\n");
            assertThat(RuntimeSender.send(tunnel, runtime)).isEqualTo(new RuntimeSender.Sent(0, 0));
            Files.writeString(there.resolve("mayfly.jar"), "half");
            assertThat(RuntimeSender.send(tunnel, runtime)).isEqualTo(new RuntimeSender.Sent(1, 4));
            assertThat(there.resolve("mayfly.jar")).hasContent("ours");
            // What changes on the way gets no name there.
            Files.write(jars.resolve("spark.jar"), new byte[10]);
            Files.delete(there.resolve("spark.jar"));
            assertThatThrownBy(() -> RuntimeSender.send(tunnel, runtime)).isInstanceOf(IOException.class);
            try (Stream<Path> left = Files.list(there)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("manifest", "mayfly.jar");
            }
        }
    }

    @Test
    void aCommandThatFailsSaysWhy() throws Exception {
        try (Tunnel tunnel = open()) {
            assertThat(tunnel.run("echo hello")).isEqualTo("hello\n");
            assertThatThrownBy(() -> tunnel.run("echo no such thing >&2; exit 3"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("code 3")
                    .hasMessageContaining("no such thing");
            assertThatThrownBy(() -> tunnel.run("sleep 30", InputStream.nullInputStream(), Duration.ofMillis(200)))
                    .hasMessageContaining("longer than 0 s");
        }
    }
}
