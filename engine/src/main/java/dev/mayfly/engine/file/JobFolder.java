package dev.mayfly.engine.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** The temporary files of one job: a folder that is made when it is needed and deleted when the job ends. */
public final class JobFolder implements AutoCloseable {
    private final Path folder;
    private final Consumer<JobFolder> atClose;
    private boolean made;
    private boolean closed;

    JobFolder(Path folder, Consumer<JobFolder> atClose) {
        this.folder = folder;
        this.atClose = atClose;
    }

    /**
     * The folder, which exists from now on until the job ends.
     *
     * @throws IOException if it cannot be made
     * @throws IllegalStateException if the job has ended
     */
    public synchronized Path path() throws IOException {
        if (closed) {
            throw new IllegalStateException("the job of " + folder + " has ended");
        }
        if (!made) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            made = true;
        }
        return folder;
    }

    /** Deletes the folder with all that is in it. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (made) {
                FileTree.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the temporary folder " + folder + ": " + e.getMessage(), e);
        } finally {
            atClose.accept(this);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
