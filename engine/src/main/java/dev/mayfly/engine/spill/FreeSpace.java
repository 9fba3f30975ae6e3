package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.JobFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Watches the disk that is spilled to. A write to a full disk through mapped memory is a fault of the whole process, so
 * a job fails before: when less than a margin would be left.
 */
interface FreeSpace {
    long MARGIN = 256L << 20;
    /** So much is written without asking again; it is taken from the margin. */
    long AT_ONCE = 16L << 20;

    /**
     * Makes sure that some bytes can be written.
     *
     * @throws SpillException if less than the margin would be left
     */
    void require(long bytes) throws IOException;

    /** The free space of the disk that a job's folder is on, which is asked for every few megabytes. For one thread. */
    static FreeSpace of(JobFolder folder) {
        return new FreeSpace() {
            private long checked;

            @Override
            public void require(long bytes) throws IOException {
                if (bytes > checked) {
                    Path path = folder.path();
                    long margin = margin(path);
                    requireLeft(path, path.toFile().getUsableSpace(), margin, bytes);
                    checked = bytes + Math.min(AT_ONCE, margin / 4);
                }
                checked -= bytes;
            }
        };
    }

    /** The margin, or a tenth of a disk that is small. */
    private static long margin(Path path) {
        return Math.min(MARGIN, path.toFile().getTotalSpace() / 10);
    }

    static void requireLeft(Path path, long free, long margin, long bytes) {
        if (free - bytes < margin) {
            throw new SpillException(String.format(
                    Locale.ROOT,
                    "No room to spill: %s has %,d bytes free, and %,d are needed (%,d to write and a margin of %,d)."
                            + " Free some space there, choose a larger disk with -Djava.io.tmpdir=<folder>,"
                            + " or give the session more memory with -Xmx.",
                    path,
                    free,
                    bytes + margin,
                    bytes,
                    margin));
        }
    }
}
