package dev.mayfly.engine.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes a file so that a reader sees the old content or the whole new one, whatever happens in between. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces a file by new content, gzip where the name ends in {@code .gz}. Missing folders are made.
     *
     * @return the bytes stored
     * @throws IOException if it cannot be written; the old file is untouched then, and no temporary file is left
     */
    public static long write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException(file + " is a folder: name a file in it");
        }
        Files.createDirectories(folder);
        // Not a temporary file of the JDK's, which only its owner could read: the process's umask decides.
        Path partial = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            try (OutputStream out = open(target, partial)) {
                content.writeTo(out);
            }
            long bytes = Files.size(partial);
            move(partial, target);
            return bytes;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static OutputStream open(Path target, Path partial) throws IOException {
        OutputStream raw = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedOutputStream(
                target.toString().endsWith(".gz") ? new GZIPOutputStream(raw, 1 << 16) : raw, 1 << 16);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
