package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.ProvisionerException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.forward.DefaultForwarderFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a machine that is there as long as the tunnel is: one that breaks is made again, to a machine with the
 * same key, and the ports that lead through it stay the same at both ends. What was under way over a port when it broke is
 * cut; what comes while it is broken, waits. Safe for use by many threads.
 */
public final class Tunnel implements AutoCloseable {
    /** Those that the processor does; the library's first choice would keep a core busy for a fraction of the speed. */
    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm, BuiltinCiphers.aes128ctr, BuiltinCiphers.aes256ctr);

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How long a machine may be away; later it is not asked for any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** How long whoever needs the connection waits for it. */
    static final Duration WAIT = Duration.ofSeconds(60);

    private final SshHost host;
    private final SshKeys keys;
    private final SshClient client;
    private final Thread keeper;

    /** Ports of the machine by the ports of this machine's loopback to which they lead. Guarded by this, as what follows. */
    private final Map<Integer, Integer> inward = new TreeMap<>();

    private final List<Forward> forwards = new ArrayList<>();
    private @Nullable SshLine line;
    private @Nullable ProvisionerException end;
    private String inwardAddress = "";
    private boolean closed;

    private Tunnel(SshHost host, SshKeys keys, Duration beat) {
        this.host = host;
        this.keys = keys;
        this.client = client(this::isInward, beat);
        this.keeper = new Thread(this::keep, "mayfly-tunnel");
        keeper.setDaemon(true);
    }

    /**
     * Connects.
     *
     * @throws ProvisionerException if the machine cannot be reached, is not the one that it should be, or refuses
     */
    public static Tunnel open(SshHost host, SshKeys keys) {
        return open(host, keys, BEAT);
    }

    /** @param beat how often it is asked whether the other end is still there; three silences end the connection */
    static Tunnel open(SshHost host, SshKeys keys, Duration beat) {
        Tunnel tunnel = new Tunnel(host, keys, beat);
        try {
            tunnel.connect();
        } catch (RuntimeException | Error e) {
            tunnel.close();
            throw e;
        }
        tunnel.keeper.start();
        return tunnel;
    }

    /** Nothing of this machine's configuration of ssh is read; nothing is forwarded but what was asked for here. */
    private static SshClient client(java.util.function.IntPredicate inward, Duration beat) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(org.apache.sshd.client.config.hosts.HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(org.apache.sshd.common.keyprovider.KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier((session, address, key) -> false);
        client.setUserAuthFactories(List.of(org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory.INSTANCE));
        client.setForwarderFactory(DefaultForwarderFactory.INSTANCE);
        client.setForwardingFilter(new InwardOnly(inward));
        client.setCipherFactories(CIPHERS);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        // Sessions read these when they are made: set on a session they would come too late.
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, beat);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        client.start();
        return client;
    }

    /** Lets the machine reach those ports of this one to which a way was opened. */
    private record InwardOnly(java.util.function.IntPredicate ports) implements ForwardingFilter {
        @Override
        public boolean canForwardAgent(Session session, String requestType) {
            return false;
        }

        @Override
        public boolean canForwardX11(Session session, String requestType) {
            return false;
        }

        @Override
        public boolean canListen(SshdSocketAddress address, Session session) {
            return false;
        }

        @Override
        public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
            return session instanceof ClientSession
                    && address.getHostName().equals(SshLine.LOOPBACK)
                    && ports.test(address.getPort());
        }
    }

    private synchronized boolean isInward(int port) {
        return inward.containsKey(port);
    }

    private void connect() {
        SshLine made = SshLine.open(client, host, keys);
        made.whenClosed(this::changed);
        synchronized (this) {
            if (closed) {
                made.close();
                return;
            }
            try {
                for (Map.Entry<Integer, Integer> way : inward.entrySet()) {
                    made.listen(inwardAddress, way.getValue(), way.getKey());
                }
            } catch (IOException e) {
                made.close();
                // Its other end may not have noticed yet that the last connection is over, and still hold the port.
                throw new UnreachableException(
                        "ssh: " + host.name() + " cannot listen where it did before: " + e.getMessage(), e);
            }
            line = made;
            notifyAll();
        }
    }

    private synchronized void changed() {
        notifyAll();
    }

    private void keep() {
        try {
            while (awaitBreak()) {
                reconnect();
            }
        } catch (InterruptedException e) {
            // close() does.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is something to repair. */
    private synchronized boolean awaitBreak() throws InterruptedException {
        while (!closed && end == null && line != null && line.isOpen()) {
            wait(TimeUnit.SECONDS.toMillis(1));
        }
        line = null;
        return !closed && end == null;
    }

    private void reconnect() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                connect();
                return;
            } catch (UnreachableException e) {
                if (System.nanoTime() - until > 0) {
                    giveUp(e);
                    return;
                }
            } catch (ProvisionerException e) {
                giveUp(e);
                return;
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    private synchronized void giveUp(ProvisionerException reason) {
        end = reason;
        notifyAll();
    }

    /** The connection; waits where it is broken. */
    SshLine line(Duration limit) throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (true) {
                if (closed) {
                    throw new IOException("the way to " + host.name() + " is closed");
                }
                if (end != null) {
                    throw new IOException(end.getMessage(), end);
                }
                SshLine now = line;
                if (now != null && now.isOpen()) {
                    return now;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("the connection to " + host.name()
                            + " is broken, and was not restored within " + limit.toSeconds() + " s");
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    /** Whether the connection is there now. */
    public synchronized boolean isConnected() {
        return line != null && line.isOpen();
    }

    /** Whether it will not come back: the machine refuses, or was away for too long, or the tunnel was closed. */
    public synchronized boolean isOver() {
        return closed || end != null;
    }

    /**
     * What a command prints there. It gets some bytes as its standard input.
     *
     * @throws IOException if it fails, or the connection breaks: it may have run then
     */
    public String run(String command, InputStream in, Duration limit) throws IOException {
        return line(WAIT).run(command, in, limit);
    }

    /** As {@link #run(String, InputStream, Duration)}, of a short command without input. */
    public String run(String command) throws IOException {
        return run(command, InputStream.nullInputStream(), WAIT);
    }

    /** A port of this machine's loopback that leads to one of the other's, as long as the tunnel is there. */
    public int forward(int port) {
        try {
            Forward forward = Forward.open(this, port);
            synchronized (this) {
                forwards.add(forward);
            }
            return forward.localPort();
        } catch (IOException e) {
            throw new ProvisionerException(
                    "No port of this machine is free for the way to " + host.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * A port of the other machine that leads to one of this machine's loopback, as long as the tunnel is there. Asked
     * again, the same.
     *
     * @param address of the other machine, on which it listens
     * @throws ProvisionerException if its ssh server does not allow it
     */
    public synchronized int inward(String address, int localPort) {
        Integer known = inward.get(localPort);
        if (known != null) {
            return known;
        }
        inwardAddress = address;
        inward.put(localPort, 0);
        try {
            int port = line(WAIT).listen(address, 0, localPort);
            inward.put(localPort, port);
            return port;
        } catch (IOException e) {
            inward.remove(localPort);
            throw new ProvisionerException(
                    "ssh: " + host.name() + " does not listen for its workers on " + address + " ("
                            + e.getMessage()
                            + "): its ssh server must allow \"GatewayPorts clientspecified\", as Mayfly's own"
                            + " start-up sets it.",
                    e);
        }
    }

    @Override
    public void close() {
        SshLine last;
        List<Forward> open;
        synchronized (this) {
            closed = true;
            last = line;
            line = null;
            open = List.copyOf(forwards);
            forwards.clear();
            notifyAll();
        }
        keeper.interrupt();
        open.forEach(Forward::close);
        if (last != null) {
            last.close();
        }
        client.stop();
    }

    @Override
    public String toString() {
        return "a tunnel to " + host.name();
    }
}
