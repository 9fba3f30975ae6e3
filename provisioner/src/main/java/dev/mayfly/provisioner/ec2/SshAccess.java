package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Access;
import dev.mayfly.provisioner.Login;
import dev.mayfly.provisioner.Node;
import java.util.List;
import java.util.Optional;

/** A tunnel to the master: what it serves on its loopback, on this machine's. */
record SshAccess(Login login) implements Access {
    @Override
    public Optional<List<String>> ssh(Node node) {
        if (node.place().outside().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(List.of(
                "ssh",
                "-o",
                "ExitOnForwardFailure=yes",
                "-L",
                forward(Access.CONNECT_PORT),
                "-L",
                forward(Access.UI_PORT),
                login.user() + "@" + node.place().outside()));
    }

    private static String forward(int port) {
        return "127.0.0.1:" + port + ":127.0.0.1:" + port;
    }
}
