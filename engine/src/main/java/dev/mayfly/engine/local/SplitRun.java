package dev.mayfly.engine.local;

import dev.mayfly.engine.source.LineBlock;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.RowStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A split that one thread reads, and whose blocks of lines any thread may map. It is done when the reader and the last
 * of the mappers are.
 */
final class SplitRun {
    private final Split split;
    private final int number;
    /** The reader, and each block that was handed over. */
    private final AtomicInteger left = new AtomicInteger(1);

    /**
     * @param number the place of the split among all
     */
    SplitRun(Split split, int number) {
        this.split = split;
        this.number = number;
    }

    Split split() {
        return split;
    }

    int number() {
        return number;
    }

    /**
     * A block of it for another thread.
     *
     * @param piece where its rows go, which was decided when it was read
     */
    record Part(SplitRun run, LineBlock block, RowStore<Object>.@Nullable Piece piece) {}

    /** Counts a block for another thread, before that thread knows. */
    void handOver() {
        left.incrementAndGet();
    }

    /** Says that who reads, or maps a block that was handed over, has ended; true for the last of them. */
    boolean partDone() {
        return left.decrementAndGet() == 0;
    }
}
