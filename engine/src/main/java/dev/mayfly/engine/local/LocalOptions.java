package dev.mayfly.engine.local;

import java.nio.file.Path;

/**
 * What the embedded backend may use.
 *
 * @param threads how many threads read, map and reduce
 * @param memory bytes of heap that one job may hold in tables, values and rows before it spills
 * @param folder where temporary files go; made when the first is needed
 */
public record LocalOptions(int threads, long memory, Path folder) {
    /** The memory of one job by default is the maximum heap divided by this; the rest is the program's and its user's. */
    public static final int SHARE_OF_HEAP = 3;

    public LocalOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1; got " + threads);
        }
        if (memory < 0) {
            throw new IllegalArgumentException("memory must be 0 bytes or more; got " + memory);
        }
    }

    /** All processors, a third of the heap, the system's temporary folder. */
    public static LocalOptions automatic() {
        return new LocalOptions(
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    public LocalOptions withThreads(int count) {
        return new LocalOptions(count, memory, folder);
    }

    public LocalOptions withMemory(long bytes) {
        return new LocalOptions(threads, bytes, folder);
    }

    public LocalOptions withFolder(Path path) {
        return new LocalOptions(threads, memory, path);
    }
}
