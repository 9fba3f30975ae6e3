package dev.mayfly.engine.local;

import dev.mayfly.engine.source.LineBlock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How threads that have nothing left to read help those that have: a reader that sees one of them hands its blocks of
 * lines over, instead of mapping them, while there is room for so many; where there is none it maps as it did before. So
 * nobody waits but threads that have nothing to do, one large input occupies all threads, and the blocks that exist are
 * bounded. Safe for use by many threads.
 */
final class Handover {
    /** How often a waiting thread looks whether the job has stopped, should an interrupt have been lost. */
    private static final long LOOK_MILLIS = 100;

    private final JobControl control;
    private final int most;
    /** These are guarded by this. */
    private final Deque<SplitRun.Part> parts = new ArrayDeque<>();

    private final Deque<LineBlock> spare = new ArrayDeque<>();
    private int readers;
    private volatile boolean wanted;

    /**
     * @param threads how many read, until they say that they have ended
     * @param most blocks that wait at a time
     */
    Handover(JobControl control, int threads, int most) {
        this.control = control;
        this.readers = threads;
        this.most = most;
    }

    /** Whether a thread waits for blocks, now or soon. */
    boolean isWanted() {
        return wanted;
    }

    /** An empty block, to be filled. */
    synchronized LineBlock newBlock() {
        LineBlock block = spare.poll();
        return block == null ? new LineBlock() : block;
    }

    /** A block whose lines are done. */
    synchronized void giveBack(LineBlock block) {
        if (!block.isGrown() && spare.size() < most) {
            spare.push(block);
        }
    }

    /** Whether there is room for one more block. With many readers there may be for fewer than are told so. */
    synchronized boolean hasRoom() {
        return parts.size() < most;
    }

    /** Hands a block over. */
    synchronized void give(SplitRun.Part part) {
        parts.add(part);
        notifyAll();
    }

    /** Says that the calling thread reads no more. */
    synchronized void readingEnded() {
        readers--;
        wanted = true;
        notifyAll();
    }

    /** The next block, waiting for one; null where there will be no more. */
    synchronized SplitRun.@Nullable Part take() {
        while (parts.isEmpty() && readers > 0) {
            control.check();
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JobControl.StoppedException();
            }
        }
        return parts.poll();
    }
}
