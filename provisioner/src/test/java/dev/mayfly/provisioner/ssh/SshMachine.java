package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.Login;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.jspecify.annotations.Nullable;

/** A machine with an ssh server, in this process: a folder is its {@code /var/lib/mayfly}. */
public final class SshMachine implements AutoCloseable {
    public static final String USER = "ada";

    private final Path folder;
    private final Path home;
    private final KeyPair hostKey;
    private final KeyPair userKey;
    private final AtomicInteger logins = new AtomicInteger();
    private SshServer server;

    /** @param folder empty; it also gets the home of a user, whose key the machine knows */
    public SshMachine(Path folder) throws IOException, GeneralSecurityException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("home"));
        this.hostKey = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        this.userKey = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        Files.createDirectories(home.resolve(".ssh"));
        write(userKey, home.resolve(".ssh/id_ed25519"), null);
        Files.createDirectories(lib().resolve("runtime"));
        this.server = start(0);
    }

    private SshServer start(int port) throws IOException {
        SshServer made = SshServer.setUpDefaultServer();
        made.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        made.setPort(port);
        made.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        made.setPublickeyAuthenticator((user, key, session) -> {
            boolean known = user.equals(USER) && KeyUtils.compareKeys(key, userKey.getPublic());
            logins.addAndGet(known ? 1 : 0);
            return known;
        });
        made.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        made.setCommandFactory((channel, command) -> {
            String here = command.replace("/var/lib/mayfly", lib().toString());
            return new ProcessShellFactory(here, "/bin/sh", "-c", here).createShell(channel);
        });
        made.start();
        return made;
    }

    /** Writes a private key as ssh-keygen does. */
    static void write(KeyPair key, Path file, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext context = null;
        if (passphrase != null) {
            context = new OpenSSHKeyEncryptionContext();
            context.setPassword(passphrase);
            context.setCipherName("AES");
            context.setCipherType("256");
            context.setCipherMode("CTR");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "me", context, out);
        Files.write(file, out.toByteArray());
    }

    public Path lib() {
        return folder.resolve("lib");
    }

    public Path home() {
        return home;
    }

    public int port() {
        return server.getPort();
    }

    /** As its console says it. */
    public String hostKey() {
        return PublicKeyEntry.toString(hostKey.getPublic());
    }

    public String userKey() {
        return PublicKeyEntry.toString(userKey.getPublic());
    }

    /** How often somebody logged in, counting an offer of a key and its proof. */
    public int logins() {
        return logins.get();
    }

    SshHost host() {
        return new SshHost("master (i-1)", "127.0.0.1", port(), USER, Set.of("ssh-rsa AAAA", hostKey()));
    }

    SshKeys keys() {
        return SshKeys.of(login(Optional.empty()), home);
    }

    static Login login(Optional<String> keyFile) {
        return new Login(Optional.of("my-key"), Optional.empty(), keyFile, USER, Optional.empty(), Optional.empty());
    }

    /** Breaks every connection, as a lost network does once it is noticed. */
    public void breakConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** How many connections there are. */
    public int connections() {
        return server.getActiveSessions().size();
    }

    /** Goes away. */
    void stop() throws IOException {
        server.stop(true);
    }

    /** Comes back where it was. */
    void startAgain(int port) throws IOException {
        server = start(port);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
