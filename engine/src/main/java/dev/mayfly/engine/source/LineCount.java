package dev.mayfly.engine.source;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of a block among the lines of its input. Blocks are counted by whoever takes their lines, in any order; what
 * comes before one is added up when somebody asks, and no longer than until all before it are known. Safe for use by
 * many threads: all of a split share a lock.
 */
final class LineCount {
    private static final long UNKNOWN = -1;

    private final Start start;
    /** The block while its lines are being taken. This and all below is guarded by the start. */
    private @Nullable LineBlock block;

    private @Nullable LineCount previous;
    private @Nullable LineCount following;
    /** Lines of the split before the block, once they are known. */
    private long before = UNKNOWN;
    /** Lines of the block, once they were taken. */
    private long lines = UNKNOWN;

    /** What all blocks of a split have in common. */
    private static final class Start {
        private final Split split;
        private volatile long linesBefore = UNKNOWN;
        private volatile @Nullable String firstLine;

        Start(Split split) {
            this.split = split;
        }

        /** Reads the input up to the split, at most once but for a race of two who both fail. */
        long linesBefore() throws IOException {
            long known = linesBefore;
            if (known == UNKNOWN) {
                known = split.linesBefore();
                linesBefore = known;
            }
            return known;
        }

        Optional<String> firstLine() throws IOException {
            String known = firstLine;
            if (known == null) {
                known = split.firstLineOfInput().orElse(null);
                firstLine = known;
            }
            return Optional.ofNullable(known);
        }
    }

    private LineCount(Start start, LineBlock block) {
        this.start = start;
        this.block = block;
    }

    /**
     * The place of a split's first block.
     *
     * @param firstLine the input's first line, if it is known
     */
    static LineCount first(Split split, LineBlock block, Optional<String> firstLine) {
        LineCount count = new LineCount(new Start(split), block);
        count.start.firstLine = firstLine.orElse(null);
        count.before = 0;
        return count;
    }

    /** The place of the block that follows. */
    LineCount next(LineBlock nextBlock) {
        LineCount next = new LineCount(start, nextBlock);
        synchronized (start) {
            next.previous = this;
            following = next;
            settle();
        }
        return next;
    }

    /** Whether the block's first line is the input's. */
    boolean isFirst() {
        synchronized (start) {
            return start.split.isFirst() && before == 0;
        }
    }

    /** The first line of the input; reads it where it is in another split. */
    Optional<String> firstLineOfInput() throws IOException {
        return start.firstLine();
    }

    /** Lines of the input before the block. */
    long before() throws IOException {
        long outside = start.linesBefore();
        synchronized (start) {
            return outside + beforeInSplit();
        }
    }

    /** Lines of the input up to the block's end. */
    long behind() throws IOException {
        long outside = start.linesBefore();
        synchronized (start) {
            return outside + beforeInSplit() + own();
        }
    }

    private long beforeInSplit() {
        long sum = 0;
        LineCount count = this;
        while (count.before == UNKNOWN && count.previous != null) {
            count = count.previous;
            sum += count.own();
        }
        return sum + count.before;
    }

    private long own() {
        return block == null ? lines : block.countLines();
    }

    /** The block's lines were taken, and it may be filled again. */
    void done() {
        synchronized (start) {
            if (block != null) {
                lines = block.isTaken() ? block.lines() : block.countLines();
                block = null;
                settle();
            }
        }
    }

    /** Tells those that follow what is known, so that nobody keeps what came before. */
    private void settle() {
        LineCount count = this;
        while (count.before != UNKNOWN && count.lines != UNKNOWN && count.following != null) {
            LineCount next = count.following;
            next.before = count.before + count.lines;
            next.previous = null;
            count.following = null;
            count = next;
        }
    }
}
