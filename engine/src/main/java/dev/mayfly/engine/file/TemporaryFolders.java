package dev.mayfly.engine.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of this process for data that must not outlive it: {@code <base>/mayfly-<user>/<pid>-<start>-<n>}, readable
 * by its owner only. It is deleted when closed and when the process ends, also by a signal. While the process lives it
 * holds a lock on {@code <folder>.lock}; what a killed process left, whose lock is free, is deleted by the next process
 * that makes a folder here. Safe for use by many threads.
 */
public final class TemporaryFolders implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lockChannel;
    private final Thread atExit;
    private final Set<JobFolder> jobs = new HashSet<>();
    private int created;
    private boolean closed;

    private TemporaryFolders(Path folder, Path lockFile, FileChannel lockChannel) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lockChannel = lockChannel;
        this.atExit = new Thread(this::delete, "mayfly-temporary-folders");
    }

    /** A folder below the system's temporary folder, {@code java.io.tmpdir}. */
    public static TemporaryFolders standard() throws IOException {
        return below(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /**
     * A folder below a given one, after the remains of killed processes are gone.
     *
     * @throws IOException if it cannot be made, or the user's folder there belongs to somebody else
     */
    public static TemporaryFolders below(Path base) throws IOException {
        Path own = ownFolder(base.toAbsolutePath());
        String process = processName();
        reap(own, process);
        for (int n = 1; ; n++) {
            Path folder = own.resolve(process + "-" + n);
            Path lockFile = own.resolve(process + "-" + n + LOCK);
            FileChannel channel = tryHold(lockFile);
            if (channel != null) {
                Files.createDirectory(folder, ownerOnly());
                TemporaryFolders made = new TemporaryFolders(folder, lockFile, channel);
                Runtime.getRuntime().addShutdownHook(made.atExit);
                return made;
            }
        }
    }

    /** The folder of this process. */
    public Path path() {
        return folder;
    }

    /** A folder for one job, made when it is first asked for its path. */
    public synchronized JobFolder newJob() {
        if (closed) {
            throw new IllegalStateException("the temporary folder " + folder + " is closed");
        }
        created++;
        JobFolder job = new JobFolder(folder.resolve("job-" + created), this::forget);
        jobs.add(job);
        return job;
    }

    /** Deletes the folder with all that is in it. Idempotent. */
    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process ends: the hook runs, and finds nothing.
        }
    }

    private void delete() {
        List<JobFolder> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(jobs);
        }
        open.forEach(JobFolder::close);
        try (lockChannel) {
            FileTree.delete(folder);
            Files.deleteIfExists(lockFile);
        } catch (IOException e) {
            // Nobody is left to tell, and the next process deletes what remained.
        }
    }

    private synchronized void forget(JobFolder job) {
        jobs.remove(job);
    }

    private static Path ownFolder(Path base) throws IOException {
        String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
        Path own = base.resolve("mayfly-" + user);
        Files.createDirectories(base);
        try {
            Files.createDirectory(own, ownerOnly());
        } catch (FileAlreadyExistsException e) {
            requireOwned(own, base);
        }
        return own;
    }

    /** In a folder that all may write to, somebody else may have made ours first. */
    private static void requireOwned(Path own, Path base) throws IOException {
        boolean folder = Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS);
        Path probe = Files.createTempFile(base, "mayfly-", ".probe");
        try {
            if (!folder || !Files.getOwner(own, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe))) {
                throw new IOException(own + " is not a folder of yours: remove it, or choose another place with"
                        + " -Djava.io.tmpdir=<folder>");
            }
        } finally {
            Files.delete(probe);
        }
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    }

    /** Process numbers come round again, a number with a start time does not. */
    private static String processName() {
        ProcessHandle process = ProcessHandle.current();
        long start = process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
        return process.pid() + "-" + start;
    }

    /** Makes and locks a file; null if somebody else has it. */
    private static @Nullable FileChannel tryHold(Path lockFile) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    lockFile, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly());
        } catch (FileAlreadyExistsException e) {
            return null;
        }
        // A reaper may take the lock, or even delete the file, between its making and its locking.
        FileLock lock = channel.tryLock();
        if (lock == null || !Files.exists(lockFile)) {
            channel.close();
            return null;
        }
        return channel;
    }

    private static void reap(Path own, String process) throws IOException {
        try (Stream<Path> entries = Files.list(own)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                // INVARIANT: never opens a lock file of this process. POSIX drops a process's locks on a file as soon
                // as it closes any descriptor of it.
                if (name.endsWith(LOCK) && !name.startsWith(process + "-")) {
                    reapIfDead(entry, own.resolve(name.substring(0, name.length() - LOCK.length())));
                }
            }
        }
    }

    private static void reapIfDead(Path lockFile, Path folder) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileTree.delete(folder);
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Another process reaps it at this moment, or may not be deleted by us: the folder is not in our way.
        }
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }
}
