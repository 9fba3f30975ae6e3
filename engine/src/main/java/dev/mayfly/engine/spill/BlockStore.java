package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.JobFolder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Blocks of packed records in numbered groups: on the heap while the budget allows, else on disk. Groups are appended
 * to, read any number of times, and released one by one. Safe for use by many threads.
 */
public final class BlockStore implements AutoCloseable {
    /** What a block should hold: enough that the disk works at its full speed, few enough for the processor's cache. */
    public static final int BLOCK_BYTES = 1 << 16;

    static final int SEQUENCE_BITS = 40;

    private final MemoryBudget budget;
    private final FreeSpace space;
    private final SpillThread thread;
    private final AtomicInteger groups = new AtomicInteger();
    private final LongAdder spilledBytes = new LongAdder();
    private final LongAdder spilledBlocks = new LongAdder();

    /** Spills to a Chronicle Map in a job's folder. Nothing is made there before the budget is used up. */
    public BlockStore(JobFolder folder, MemoryBudget budget) {
        this(budget, new ChronicleDisk(folder), FreeSpace.of(folder));
    }

    BlockStore(MemoryBudget budget, BlockDisk disk, FreeSpace space) {
        this.budget = budget.newShare();
        this.space = space;
        this.thread = new SpillThread(disk);
    }

    /** A new, empty group. */
    public BlockGroup newGroup() {
        return new BlockGroup(this);
    }

    int nextGroupNumber() {
        int number = groups.getAndIncrement();
        if (number < 0 || number >= 1 << (Long.SIZE - 1 - SEQUENCE_BITS)) {
            throw new SpillException(
                    "too many lists are spilled at a time: the limit is " + (1 << (Long.SIZE - 1 - SEQUENCE_BITS)));
        }
        return number;
    }

    /** Bytes written to disk so far. */
    public long spilledBytes() {
        return spilledBytes.sum();
    }

    /** Blocks written to disk so far. */
    public long spilledBlocks() {
        return spilledBlocks.sum();
    }

    /** Deletes all groups, on disk too, and gives back what they took of the budget. Reading fails. Idempotent. */
    @Override
    public void close() {
        budget.closeShare();
        thread.close();
    }

    SpillThread thread() {
        return thread;
    }

    /** A block on the heap if the budget has room for it; else the caller spills it. */
    Block put(byte[] bytes) {
        thread.requireHealthy();
        return new Block(bytes, budget.tryReserve(bytes.length));
    }

    MemoryBudget budget() {
        return budget;
    }

    void spill(Block block, long key) {
        thread.write(disk -> {
            space.require(block.length());
            block.writeTo(disk, key);
            spilledBytes.add(block.length());
            spilledBlocks.increment();
        });
    }
}
