package dev.mayfly.engine.local;

import dev.mayfly.engine.fetch.FetchLimits;
import java.nio.file.Path;

/**
 * What the embedded backend may use.
 *
 * @param threads how many threads read, map and reduce
 * @param memory bytes of heap that one job may hold in tables, values and rows before it spills
 * @param folder where temporary files go; made when the first is needed
 * @param fetch what reading remote inputs ahead may take
 */
public record LocalOptions(int threads, long memory, Path folder, FetchLimits fetch) {
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

    /** Options that read ahead as {@link FetchLimits#standard} says. */
    public LocalOptions(int threads, long memory, Path folder) {
        this(threads, memory, folder, FetchLimits.standard());
    }

    /** All processors, a third of the heap, the system's temporary folder. */
    public static LocalOptions automatic() {
        return new LocalOptions(
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP,
                Path.of(System.getProperty("java.io.tmpdir")),
                FetchLimits.standard());
    }

    public LocalOptions withThreads(int count) {
        return new LocalOptions(count, memory, folder, fetch);
    }

    public LocalOptions withMemory(long bytes) {
        return new LocalOptions(threads, bytes, folder, fetch);
    }

    public LocalOptions withFolder(Path path) {
        return new LocalOptions(threads, memory, path, fetch);
    }

    public LocalOptions withFetch(FetchLimits limits) {
        return new LocalOptions(threads, memory, folder, limits);
    }
}
