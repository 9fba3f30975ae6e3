package dev.mayfly.provisioner;

import java.util.Optional;

/**
 * Who may reach a node, and what the node may do.
 *
 * @param keyName of the account's key pair that may log in, if any
 * @param publicKey a public key that may log in, as in {@code authorized_keys}, if any
 * @param keyFile the private half of either on this machine; empty for the usual files of {@code ~/.ssh}
 * @param user whom to log in as
 * @param callerAddress from where ssh is allowed, such as {@code 203.0.113.7/32}; empty to find it out
 * @param instanceProfile what the node may do in the account, if anything
 */
public record Login(
        Optional<String> keyName,
        Optional<String> publicKey,
        Optional<String> keyFile,
        String user,
        Optional<String> callerAddress,
        Optional<String> instanceProfile) {
    public Login {
        ClusterSpec.require(user.matches("[a-z_][a-z0-9_-]{0,31}"), "user", user, "must be a login name");
        publicKey.ifPresent(key -> ClusterSpec.require(
                key.matches("(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp\\d+) [A-Za-z0-9+/=]+( [\\w@.-]+)?"),
                "publicKey",
                "something else",
                "must be one line of a .pub file, such as \"ssh-ed25519 AAAA...\""));
        callerAddress.ifPresent(address -> ClusterSpec.require(
                address.matches("\\d{1,3}(\\.\\d{1,3}){3}/(3[0-2]|2\\d|1[6-9])"),
                "callerAddress",
                address,
                "must be an IPv4 range from /16 to /32, such as 203.0.113.7/32: ssh is never open to the world"));
    }

    /** Whether anybody can log in. */
    public boolean isPossible() {
        return keyName.isPresent() || publicKey.isPresent();
    }
}
