package dev.mayfly.kernel.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps two runs from writing the same outputs. A lock of the operating system on a file beside each output, or for an
 * object in S3 in the folder for temporary files: it ends with the process, however that ends. The file is deleted by
 * who holds the lock; who then locks a deleted file tries again.
 */
final class ReportLock implements AutoCloseable {
    private record Held(Path file, FileChannel channel) {}

    private final List<Held> held = new ArrayList<>();

    private ReportLock() {}

    /**
     * Takes the lock of every output.
     *
     * @throws BusyException if another run holds one
     * @throws IOException if a lock cannot be made
     */
    static ReportLock take(List<String> outputs) throws BusyException, IOException {
        ReportLock lock = new ReportLock();
        try {
            // In one order for all, so that two runs with the same outputs do not each get one.
            for (String output : outputs.stream().sorted().toList()) {
                lock.take(output);
            }
            return lock;
        } catch (BusyException | IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void take(String output) throws BusyException, IOException {
        Path file = file(output);
        Path folder = file.getParent();
        if (folder != null) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new IOException("Cannot write " + output + ": its folder " + folder + " cannot be made", e);
            }
        }
        while (true) {
            FileChannel channel = open(file, output);
            boolean kept = false;
            try {
                FileLock lock = lock(channel);
                if (lock == null) {
                    throw new BusyException("Another run is writing " + output + " (" + owner(channel)
                            + "): wait for its end, or name another output");
                }
                if (isStill(file, channel)) {
                    channel.truncate(0);
                    channel.write(
                            ByteBuffer.wrap(
                                    ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)),
                            0);
                    held.add(new Held(file, channel));
                    kept = true;
                    return;
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
    }

    private static FileChannel open(Path file, String output) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("Cannot write " + output + ": cannot make " + file + " beside it", e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    /** Whether the name still leads to the file that was locked: by its content, since a new file has none of ours. */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        String mark = "lock " + java.util.UUID.randomUUID();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)), 0);
        try {
            return Files.readString(file).equals(mark);
        } catch (IOException gone) {
            return false;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(100);
        channel.read(text, 0);
        String owner = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
        return owner.startsWith("process ") ? owner : "another process";
    }

    private static Path file(String output) {
        if (output.startsWith("s3://")) {
            return Path.of(System.getProperty("java.io.tmpdir"))
                    .resolve("mayfly-report-" + CellIds.sha256(output).substring(0, 16) + ".lock");
        }
        Path path = Path.of(output).toAbsolutePath().normalize();
        return path.resolveSibling("." + path.getFileName() + ".lock");
    }

    @Override
    public void close() {
        for (Held each : held) {
            try (FileChannel channel = each.channel()) {
                if (channel.isOpen()) {
                    Files.deleteIfExists(each.file());
                }
            } catch (IOException e) {
                // The lock ends with the channel; what stays is an empty file.
            }
        }
        held.clear();
    }

    /** Another run has the outputs. */
    static final class BusyException extends Exception {
        private static final long serialVersionUID = 1;

        BusyException(String message) {
            super(message);
        }
    }
}
