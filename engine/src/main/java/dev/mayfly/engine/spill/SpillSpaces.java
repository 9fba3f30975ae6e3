package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one backend: each job has one for as long as its output lives, and all end with the backend. Nothing is made
 * on disk before the first is opened. Safe for use by many threads.
 */
public final class SpillSpaces implements AutoCloseable {
    private final Path folder;
    private final long bytes;
    private final String whenClosed;
    private final Set<SpillSpace> open = ConcurrentHashMap.newKeySet();
    /** These are guarded by this. */
    private @Nullable TemporaryFolders folders;

    private boolean closed;

    /**
     * Rooms below a folder.
     *
     * @param bytes the heap that blocks, rows and sorts of one job may hold
     * @param whenClosed what is said to who opens one too late
     */
    public SpillSpaces(Path folder, long bytes, String whenClosed) {
        this.folder = folder;
        this.bytes = bytes;
        this.whenClosed = whenClosed;
    }

    /**
     * A new room.
     *
     * @throws IllegalStateException if the backend is closed
     * @throws SpillException if its folder cannot be made
     */
    public synchronized SpillSpace open() {
        if (closed) {
            throw new IllegalStateException(whenClosed);
        }
        try {
            if (folders == null) {
                folders = TemporaryFolders.below(folder);
            }
        } catch (IOException e) {
            throw new SpillException("cannot make a temporary folder: " + e.getMessage(), e);
        }
        SpillSpace space = new SpillSpace(folders.newJob(), MemoryBudget.bytes(bytes));
        open.add(space);
        return space;
    }

    /** Ends a room, and deletes what is in it. Idempotent. */
    public void close(SpillSpace space) {
        if (open.remove(space)) {
            space.close();
        }
    }

    /** No room is opened any more; to be called before those that write into one are told to stop. */
    public synchronized void shut() {
        closed = true;
    }

    /** Ends every room. Idempotent. */
    @Override
    public void close() {
        TemporaryFolders made;
        synchronized (this) {
            closed = true;
            made = folders;
            folders = null;
        }
        List.copyOf(open).forEach(this::close);
        if (made != null) {
            made.close();
        }
    }
}
