package dev.mayfly.kernel.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** One file of Spark's, to the byte: where from, how long, and its SHA-256. */
record PinnedJar(String coordinates, long bytes, String sha256) {
    /** Those of Spark's programs, with all that they need: {@code sha256 bytes coordinates} a line. */
    static List<PinnedJar> ofSpark(String version) {
        String name = "spark-" + version + ".jars";
        try (InputStream in = Objects.requireNonNull(PinnedJar.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .map(part -> new PinnedJar(part[2], Long.parseLong(part[1]), part[0]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException if a file is not this one */
    void verify(Path file) throws IOException {
        if (Files.size(file) == bytes && sha256(file).equals(sha256)) {
            return;
        }
        throw new IOException(file + " is not " + coordinates + " as Mayfly knows it (" + bytes + " bytes, SHA-256 "
                + sha256 + "): delete it, and check the repository or mirror that it came from");
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
