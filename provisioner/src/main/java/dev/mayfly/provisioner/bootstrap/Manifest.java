package dev.mayfly.provisioner.bootstrap;

import dev.mayfly.provisioner.NodeRuntime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Names every jar of a runtime with its checksum, as {@code sha256sum --check} reads it. A node knows the checksum of the
 * manifest, and by it the whole runtime, wherever its bytes come from.
 */
public record Manifest(String text) {
    /** The manifest of a runtime. */
    public static Manifest of(NodeRuntime runtime) {
        return new Manifest(runtime.all().stream()
                .map(jar -> jar.sha256() + "  " + jar.name() + "\n")
                .collect(Collectors.joining()));
    }

    /** Of the text: 64 hexadecimal digits. */
    public String sha256() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
