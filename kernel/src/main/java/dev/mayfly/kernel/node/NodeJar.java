package dev.mayfly.kernel.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs classes into a jar that is named after its content, so that equal names mean equal bytes. */
final class NodeJar {
    /** The first instant that a jar can hold. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NodeJar() {}

    /** The jar of some files in a folder, made unless it is there. */
    static Path make(Map<String, byte[]> files, Path folder) throws IOException {
        Path jar = folder.resolve("mayfly-node-" + digest(files) + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "mayfly-node-", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                write(files, out);
            }
            Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return jar;
    }

    private static String digest(Map<String, byte[]> files) {
        java.security.MessageDigest digest = PinnedJar.newDigest();
        files.forEach((name, bytes) -> {
            digest.update((name + "\n" + bytes.length + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void write(Map<String, byte[]> files, OutputStream out) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                JarEntry entry = new JarEntry(file.getKey());
                entry.setTimeLocal(NO_TIME);
                jar.putNextEntry(entry);
                jar.write(file.getValue());
                jar.closeEntry();
            }
        }
    }
}
