package dev.mayfly.provisioner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What runs on a node beside the JDK, as a value: which jars, known by their content, and with which flags.
 *
 * @param version of Mayfly
 * @param jars the class path of a node's processes, in order; no two of one name
 * @param flags of each JVM on a node, in order
 * @param spark the jars of Spark, where nodes take them from here; empty where they have Spark from elsewhere
 */
public record NodeRuntime(String version, List<Jar> jars, List<String> flags, List<Jar> spark) {
    public NodeRuntime {
        jars = List.copyOf(jars);
        flags = List.copyOf(flags);
        spark = List.copyOf(spark);
        Set<String> names = new HashSet<>();
        for (Jar jar : Stream.concat(jars.stream(), spark.stream()).toList()) {
            if (!names.add(jar.name())) {
                throw new ProvisionerException(
                        "Two jars of the node runtime are called " + jar.name() + ": rename one.");
            }
        }
    }

    /** A runtime without Spark. */
    public NodeRuntime(String version, List<Jar> jars, List<String> flags) {
        this(version, jars, flags, List.of());
    }

    /**
     * This runtime with the jars of a Spark.
     *
     * @param home with {@code jars/}
     */
    public NodeRuntime withSpark(Path home) {
        try (Stream<Path> files = Files.list(home.resolve("jars"))) {
            return new NodeRuntime(
                    version, jars, flags, files.sorted().map(Jar::of).toList());
        } catch (IOException e) {
            throw new ProvisionerException("Spark in " + home + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Every jar. */
    public List<Jar> all() {
        return Stream.concat(jars.stream(), spark.stream()).toList();
    }

    /**
     * One jar.
     *
     * @param name of its file, without a folder
     * @param sha256 of its content: 64 hexadecimal digits
     * @param bytes its length
     * @param path where this machine has it
     */
    public record Jar(String name, String sha256, long bytes, Path path) {
        public Jar {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")) {
                throw new ProvisionerException(
                        "A jar of the node runtime must have a plain file name; got " + name + ".");
            }
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new ProvisionerException(
                        "The checksum of " + name + " must be 64 hexadecimal digits; got " + sha256);
            }
        }

        /**
         * A file of this machine.
         *
         * @throws ProvisionerException if it cannot be read
         */
        public static Jar of(Path file) {
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest())) {
                long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
                String sum = HexFormat.of().formatHex(in.getMessageDigest().digest());
                return new Jar(String.valueOf(file.getFileName()), sum, bytes, file.toAbsolutePath());
            } catch (IOException e) {
                throw new ProvisionerException(
                        "The jar " + file + " of the node runtime cannot be read: " + e.getMessage(), e);
            }
        }

        /** Its bytes. */
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** Nothing beside the JDK: nodes that only live and end. */
    public static NodeRuntime bare() {
        return new NodeRuntime("none", List.of(), List.of());
    }

    /** Names what is ours of the content: 12 hexadecimal digits, the same wherever the jars lie. */
    public String hash() {
        StringBuilder canonical = new StringBuilder(version).append('\n');
        jars.forEach(jar ->
                canonical.append(jar.name()).append(' ').append(jar.sha256()).append('\n'));
        flags.forEach(flag -> canonical.append(flag).append('\n'));
        byte[] sum = digest().digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sum, 0, 6);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
