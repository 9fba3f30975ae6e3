package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.bootstrap.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Puts what nodes run onto a master, file by file, by checksum: what is there already is not sent again, a file has its name
 * only when the machine found it whole, and two senders at once do no harm.
 */
public final class RuntimeSender {
    private static final String FOLDER = "/var/lib/mayfly/runtime";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * What was done.
     *
     * @param files how many were sent
     * @param bytes of those
     */
    public record Sent(int files, long bytes) {}

    private RuntimeSender() {}

    /**
     * Sends what is missing.
     *
     * @throws IOException if the machine does not take a file, or the connection breaks: to be called again
     */
    public static Sent send(Tunnel tunnel, NodeRuntime runtime) throws IOException {
        Map<String, String> there = there(tunnel);
        Manifest manifest = Manifest.of(runtime);
        int files = 0;
        long bytes = 0;
        // First, as those who wait for the rest learn from it what to wait for.
        byte[] list = manifest.text().getBytes(StandardCharsets.UTF_8);
        if (!manifest.sha256().equals(there.get("manifest"))) {
            put(tunnel, "manifest", manifest.sha256(), new ByteArrayInputStream(list));
            files++;
            bytes += list.length;
        }
        for (NodeRuntime.Jar jar : runtime.all()) {
            if (!jar.sha256().equals(there.get(jar.name()))) {
                try (InputStream in = jar.open()) {
                    put(tunnel, jar.name(), jar.sha256(), in);
                }
                files++;
                bytes += jar.bytes();
            }
        }
        return new Sent(files, bytes);
    }

    private static Map<String, String> there(Tunnel tunnel) throws IOException {
        return tunnel.run("cd " + FOLDER + " && for f in *; do [ -f \"$f\" ] && sha256sum \"$f\"; done; true")
                .lines()
                .filter(line -> line.matches("[0-9a-f]{64}  \\S+"))
                .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
    }

    /** Names are plain and sums hexadecimal, so that neither means anything to the shell. */
    private static void put(Tunnel tunnel, String name, String sha256, InputStream in) throws IOException {
        String part = "." + name + "." + UUID.randomUUID();
        tunnel.run(
                "cd " + FOLDER + " && trap 'rm -f " + part + "' EXIT && cat > " + part + " && echo '" + sha256 + "  "
                        + part + "' | sha256sum --check --quiet && chmod 644 " + part + " && mv " + part + " " + name,
                in,
                LIMIT);
    }
}
