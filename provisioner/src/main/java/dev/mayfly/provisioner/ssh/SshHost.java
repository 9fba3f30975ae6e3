package dev.mayfly.provisioner.ssh;

import java.util.Set;

/**
 * A machine, as it is reached and known.
 *
 * @param name what to call it in messages
 * @param address where it is
 * @param port of its ssh server
 * @param user whom to log in as
 * @param hostKeys those by which it is known, as its own public key files say: {@code ssh-ed25519 AAAA...}. They come
 *     from somewhere safe, and never from the connection itself: a machine with any other key is refused
 */
public record SshHost(String name, String address, int port, String user, Set<String> hostKeys) {
    public SshHost {
        hostKeys = Set.copyOf(hostKeys);
    }
}
