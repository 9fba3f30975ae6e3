package dev.mayfly.provisioner.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that holds back what is sent, and closes nothing: only whoever asks learns that nobody answers. */
class SilenceTest {
    /** Passes bytes on: while it is silent, later. */
    private static final class Network implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int to;
        private boolean silent;

        Network(int to) throws IOException {
            this.to = to;
            daemon(this::accept);
        }

        synchronized void setSilent(boolean now) {
            silent = now;
            notifyAll();
        }

        private synchronized void awaitSound() throws InterruptedException {
            while (silent) {
                wait();
            }
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work, "network");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    Socket near = server.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                    daemon(() -> pass(near, far));
                    daemon(() -> pass(far, near));
                } catch (IOException e) {
                    // Closed.
                }
            }
        }

        private void pass(Socket from, Socket into) {
            try (from;
                    into) {
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream();
                byte[] buffer = new byte[1 << 14];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    awaitSound();
                    out.write(buffer, 0, n);
                }
            } catch (IOException e) {
                // The other end is gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
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
    void aMachineThatFallsSilentIsLeftAndFoundAgain(@TempDir Path folder) throws Exception {
        try (SshMachine machine = new SshMachine(folder);
                Network network = new Network(machine.host().port())) {
            SshHost host = new SshHost(
                    "master (i-1)",
                    "127.0.0.1",
                    network.server.getLocalPort(),
                    SshMachine.USER,
                    machine.host().hostKeys());
            try (Tunnel tunnel = Tunnel.open(host, machine.keys(), Duration.ofMillis(200))) {
                network.setSilent(true);
                await("the silence is heard", () -> !tunnel.isConnected());
                network.setSilent(false);
                await("connected", tunnel::isConnected);
            }
        }
    }
}
