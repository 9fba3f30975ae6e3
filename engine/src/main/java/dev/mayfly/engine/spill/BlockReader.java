package dev.mayfly.engine.spill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of a group in sequence; asks the disk for the next one while the last is used. For one thread. */
public final class BlockReader {
    private final List<Block> blocks;
    private final BlockStore store;
    private int next;
    private SpillThread.@Nullable Read ahead;

    BlockReader(List<Block> blocks, int first, BlockStore store) {
        this.blocks = blocks;
        this.next = first;
        this.store = store;
    }

    /** The next block, which must not be changed, or null after the last. */
    public byte @Nullable [] next() {
        if (next == blocks.size()) {
            return null;
        }
        SpillThread.Read running = ahead;
        ahead = null;
        byte[] bytes = running != null ? running.await() : get(blocks.get(next));
        next++;
        if (next < blocks.size() && blocks.get(next).bytes() == null) {
            ahead = store.thread().read(blocks.get(next));
        }
        return bytes;
    }

    private byte[] get(Block block) {
        byte[] onHeap = block.bytes();
        return onHeap != null ? onHeap : store.thread().read(block).await();
    }
}
