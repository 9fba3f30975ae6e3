package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.ssh.RuntimeSender;
import dev.mayfly.provisioner.ssh.Tunnel;
import dev.mayfly.provisioner.ssh.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends a master its runtime, in a thread of its own. What breaks on the way is tried again for a while. */
final class Delivery implements AutoCloseable {
    /** A machine that has just started may not take connections yet. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Supplier<Tunnel> connect;
    private final NodeRuntime runtime;
    private final Thread thread = new Thread(this::send, "mayfly-delivery");
    private volatile @Nullable String failure;

    private Delivery(Supplier<Tunnel> connect, NodeRuntime runtime) {
        this.connect = connect;
        this.runtime = runtime;
    }

    static Delivery start(Supplier<Tunnel> connect, NodeRuntime runtime) {
        Delivery delivery = new Delivery(connect, runtime);
        delivery.thread.setDaemon(true);
        delivery.thread.start();
        return delivery;
    }

    private void send() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                try (Tunnel tunnel = connect.get()) {
                    RuntimeSender.send(tunnel, runtime);
                    return;
                } catch (UnreachableException | IOException e) {
                    if (System.nanoTime() - end > 0) {
                        failure = "the runtime cannot be sent to it: " + e.getMessage();
                        return;
                    }
                } catch (ProvisionerException e) {
                    failure = "the runtime cannot be sent to it: " + e.getMessage();
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            // close() does.
            Thread.currentThread().interrupt();
        }
    }

    /** Why it is not there, once nothing more is tried. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
