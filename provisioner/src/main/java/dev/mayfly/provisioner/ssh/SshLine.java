package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.ProvisionerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/** One connection to a machine, with its key checked and the user logged in. It is not made again when it breaks. */
final class SshLine implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(20);
    private static final Duration OPEN = Duration.ofSeconds(10);

    private final SshHost host;
    private final ClientSession session;

    private SshLine(SshHost host, ClientSession session) {
        this.host = host;
        this.session = session;
    }

    /**
     * Connects.
     *
     * @throws UnreachableException if nobody answers
     * @throws ProvisionerException if the machine is not the one that it should be, or refuses the keys
     */
    static SshLine open(SshClient client, SshHost host, SshKeys keys) {
        List<KeyPair> identities = keys.load();
        AtomicReference<@Nullable String> foreign = new AtomicReference<>();
        ClientSession session = null;
        try {
            session = client.connect(host.user(), host.address(), host.port())
                    .verify(CONNECT)
                    .getSession();
            session.setServerKeyVerifier((line, address, key) -> {
                boolean known = host.hostKeys().contains(PublicKeyEntry.toString(key));
                if (!known) {
                    foreign.set(KeyUtils.getFingerPrint(key));
                }
                return known;
            });
            identities.forEach(session::addPublicKeyIdentity);
            session.auth().verify(LOGIN);
            return new SshLine(host, session);
        } catch (IOException e) {
            if (session != null) {
                session.close(true);
            }
            throw failure(host, keys, foreign.get(), session != null, e);
        }
    }

    private static ProvisionerException failure(
            SshHost host, SshKeys keys, @Nullable String foreign, boolean connected, IOException e) {
        String where = host.name() + " at " + host.address() + ":" + host.port();
        if (foreign != null) {
            return new ProvisionerException(where + " shows the ssh host key " + foreign + ", which is none of its own:"
                    + " nothing was sent to it. Somebody may stand between; call down() and up(n) for fresh nodes.");
        }
        boolean refused =
                e instanceof SshException && String.valueOf(e.getMessage()).contains("No more authentication");
        if (refused) {
            return new ProvisionerException(where + " refuses the ssh keys of " + host.user() + " from " + keys.said()
                    + ": \"publicKey\" or \"keyName\" of the spec must be the other half of one of them, and \"user\""
                    + " the login name of the image.");
        }
        String reason = connected
                ? "breaks off the connection (" + e.getMessage() + ")"
                : "does not answer (" + e.getMessage()
                        + "): ssh is allowed from the address that \"callerAddress\" of the"
                        + " spec names, or this machine had when the cluster was started; after a change of network call"
                        + " up(n) again";
        return new UnreachableException("ssh: " + where + " " + reason + ".", e);
    }

    boolean isOpen() {
        return session.isOpen() && !session.isClosing();
    }

    /** Calls once, when it is over. */
    void whenClosed(Runnable action) {
        session.addCloseFutureListener(future -> action.run());
    }

    /** What a command prints. It gets some bytes as its standard input. */
    String run(String command, InputStream in, Duration limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setOut(out);
            channel.setErr(err);
            channel.open().verify(OPEN);
            try (OutputStream to = channel.getInvertedIn()) {
                in.transferTo(to);
            }
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS), limit);
            Integer code = channel.getExitStatus();
            if (code == null || code != 0) {
                throw new IOException(
                        code == null
                                ? "the connection broke, or it took longer than " + limit.toSeconds() + " s"
                                : "it ended with code " + code + ": "
                                        + err.toString(StandardCharsets.UTF_8).strip());
            }
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), OPEN);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A way to a port of the machine's loopback. The caller closes it. */
    ChannelDirectTcpip to(int port, InetSocketAddress from) throws IOException {
        ChannelDirectTcpip channel =
                session.createDirectTcpipChannel(new SshdSocketAddress(from), new SshdSocketAddress(LOOPBACK, port));
        channel.open().verify(OPEN);
        return channel;
    }

    /**
     * Has the machine listen, and sends on what comes to a port of this machine's loopback.
     *
     * @param port of the machine; 0 for any that is free
     * @return the port
     */
    int listen(String address, int port, int localPort) throws IOException {
        return session.startRemotePortForwarding(
                        new SshdSocketAddress(address, port), new SshdSocketAddress(LOOPBACK, localPort))
                .getPort();
    }

    @Override
    public void close() {
        session.close(true);
    }

    @Override
    public String toString() {
        return host.name();
    }
}
