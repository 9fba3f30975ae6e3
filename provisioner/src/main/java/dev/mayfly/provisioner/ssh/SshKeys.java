package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.Login;
import dev.mayfly.provisioner.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * The private keys of this machine with which a user logs in: the file that the spec names, else the usual ones of
 * {@code ~/.ssh}. They are read when a connection is made, and not kept.
 */
public final class SshKeys {
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final List<Path> files;
    private final String said;

    private SshKeys(List<Path> files, String said) {
        this.files = files;
        this.said = said;
    }

    /**
     * Those of a login.
     *
     * @param home of the user
     */
    public static SshKeys of(Login login, Path home) {
        Path folder = home.resolve(".ssh");
        return login.keyFile()
                .map(file -> file.startsWith("~/") ? home.resolve(file.substring(2)) : Path.of(file))
                .map(file -> new SshKeys(List.of(file), "\"keyFile\" of the spec, " + file))
                .orElseGet(() -> new SshKeys(
                        USUAL.stream()
                                .map(folder::resolve)
                                .filter(Files::exists)
                                .toList(),
                        folder + "/ (" + String.join(", ", USUAL) + ")"));
    }

    /** Where they come from, in words. */
    String said() {
        return said;
    }

    /**
     * The keys.
     *
     * @throws ProvisionerException if there is none, or one cannot be read
     */
    List<KeyPair> load() {
        List<KeyPair> keys = new ArrayList<>();
        for (Path file : files) {
            keys.addAll(load(file));
        }
        if (keys.isEmpty()) {
            throw new ProvisionerException("There is no ssh key on this machine in " + said + ": make one with"
                    + " ssh-keygen -t ed25519 and put its public half into \"publicKey\" of the spec, or name the private"
                    + " half of \"keyName\" by \"keyFile\".");
        }
        return keys;
    }

    private static List<KeyPair> load(Path file) {
        try {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> read = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName(file.toString()),
                    Files.newInputStream(file),
                    FilePasswordProvider.EMPTY);
            if (read != null) {
                read.forEach(keys::add);
            }
            return keys;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The library throws what it likes at a file that is no key. No cause: what it says may quote the file.
            throw new ProvisionerException("The ssh key " + file + " cannot be read ("
                    + e.getClass().getSimpleName()
                    + "): it must be a private key without a passphrase, readable by you;"
                    + " name another by \"keyFile\" of the spec.");
        }
    }

    @Override
    public String toString() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
