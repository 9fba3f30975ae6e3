package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Blocks in the order in which they were appended. Safe for use by many threads. */
public final class BlockGroup {
    private final BlockStore store;
    private final int number;
    private final List<Block> blocks = new ArrayList<>();
    private long nextSequence;
    private long bytes;

    BlockGroup(BlockStore store, int number) {
        this.store = store;
        this.number = number;
    }

    /**
     * Appends a copy of the first bytes of an array as a block.
     *
     * @throws SpillException if it must go to disk and cannot
     */
    public void append(byte[] from, int length) {
        add(Arrays.copyOf(from, length));
    }

    /** Appends an array as a block. It belongs to the group from now on. */
    void add(byte[] block) {
        Block added = store.put(block);
        long sequence;
        synchronized (this) {
            blocks.add(added);
            bytes += block.length;
            sequence = nextSequence;
            nextSequence += 1 + block.length / BlockStore.BLOCK_BYTES;
        }
        if (!added.isReserved()) {
            store.spill(added, ((long) number << BlockStore.SEQUENCE_BITS) | sequence);
        }
    }

    /** The blocks that are there now, from the first. */
    public BlockReader read() {
        return new BlockReader(snapshot(), store);
    }

    /** Bytes in all blocks. */
    public synchronized long bytes() {
        return bytes;
    }

    public synchronized int blockCount() {
        return blocks.size();
    }

    /** Deletes the blocks. */
    public void release() {
        List<Block> all;
        synchronized (this) {
            all = List.copyOf(blocks);
            blocks.clear();
            bytes = 0;
        }
        all.forEach(block -> block.release(store));
    }

    private synchronized List<Block> snapshot() {
        return List.copyOf(blocks);
    }
}
