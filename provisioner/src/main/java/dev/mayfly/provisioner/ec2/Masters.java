package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Login;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Tags;
import dev.mayfly.provisioner.bootstrap.Manifest;
import dev.mayfly.provisioner.ssh.SshHost;
import dev.mayfly.provisioner.ssh.SshKeys;
import dev.mayfly.provisioner.ssh.Tunnel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The ways to masters by ssh. A master is known by the host keys that it wrote to its console, which EC2 shows to whoever may
 * see it, and which nobody between can change: the first connection is as safe as any later one. One connection to a master
 * serves all who hold a gateway to it. Safe for use by many threads.
 */
final class Masters implements AutoCloseable {
    /**
     * How this machine uses ssh.
     *
     * @param home of the user, whose keys are in {@code .ssh} there
     * @param port of the masters' ssh servers
     */
    record Ssh(Path home, int port) {
        private static final int STANDARD_PORT = 22;

        static Ssh standard() {
            return new Ssh(Path.of(System.getProperty("user.home", "/")), STANDARD_PORT);
        }
    }

    private final Ssh ssh;
    private final Login login;
    private final Function<Node, String> console;
    private final Supplier<NodeRuntime> runtime;
    private final Map<String, Passage> passages = new HashMap<>();
    private final Map<String, Delivery> deliveries = new HashMap<>();

    /**
     * @param console what a node wrote to its console
     * @param runtime what nodes run that are launched here
     */
    Masters(Ssh ssh, Login login, Function<Node, String> console, Supplier<NodeRuntime> runtime) {
        this.ssh = ssh;
        this.login = login;
        this.console = console;
        this.runtime = runtime;
    }

    /** The way to the engine of a master that is ready. The connection is over when the last who holds one closes it. */
    Gateway gateway(Node master) {
        Passage passage;
        synchronized (passages) {
            passage = passages.get(master.id());
            if (passage != null && passage.isOver()) {
                passages.remove(master.id());
                passage.end();
                passage = null;
            }
            if (passage == null) {
                passage = new Passage(master, this::connect, passages);
                passages.put(master.id(), passage);
            }
            passage.hold();
        }
        try {
            return passage.enter();
        } catch (RuntimeException | Error e) {
            passage.release();
            throw e;
        }
    }

    private Tunnel connect(Node master) {
        return Tunnel.open(host(master, console.apply(master)), SshKeys.of(login, ssh.home()));
    }

    private SshHost host(Node master, String said) {
        String address = master.place().outside();
        if (address.isEmpty()) {
            throw new ProvisionerException(master.label() + " has no address that this machine could reach: the"
                    + " \"subnets\" of the spec must give public addresses.");
        }
        Set<String> keys = Console.hostKeys(said);
        if (keys.isEmpty()) {
            throw new ProvisionerException(master.label() + " does not show its ssh host keys on its console, so it"
                    + " cannot be told from another machine, and no connection is made. Its console shows them once it has"
                    + " started; if logs(\"master\") has no \"has the host key\", call down() and up(n).");
        }
        return new SshHost(master.label(), address, ssh.port(), login.user(), keys);
    }

    /**
     * Sends a master what it waits for, in the background, unless that is under way.
     *
     * @param said what it wrote to its console
     * @return the master; with the reason as a tag where that cannot be
     */
    Node supply(Node master, String said) {
        String wanted = Console.wantedRuntime(said);
        if (wanted.isEmpty() || Console.hostKeys(said).isEmpty()) {
            return master;
        }
        NodeRuntime own = runtime.get();
        if (!Manifest.of(own).sha256().equals(wanted)) {
            // Another version of Mayfly started it, which sends what it means.
            return master;
        }
        Delivery delivery;
        synchronized (deliveries) {
            delivery = deliveries.get(master.id());
            if (delivery == null) {
                delivery = Delivery.start(() -> connect(master), own);
                deliveries.put(master.id(), delivery);
            }
        }
        return delivery.failure()
                .map(reason -> master.with(Tags.FAILURE, reason))
                .orElse(master);
    }

    @Override
    public void close() {
        synchronized (deliveries) {
            deliveries.values().forEach(Delivery::close);
            deliveries.clear();
        }
        synchronized (passages) {
            passages.values().forEach(Passage::end);
            passages.clear();
        }
    }
}
