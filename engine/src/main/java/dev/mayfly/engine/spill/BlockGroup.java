package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Blocks in the order in which they were appended. Safe for use by many threads. */
public final class BlockGroup {
    private static final int NONE = -1;

    private final BlockStore store;
    /** Given when the first block is spilled: there are more lists that fit the heap than numbers. */
    private int number = NONE;

    private final List<Block> blocks = new ArrayList<>();
    private long nextSequence;
    private long bytes;

    BlockGroup(BlockStore store) {
        this.store = store;
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
        long key = 0;
        synchronized (this) {
            blocks.add(added);
            bytes += block.length;
            if (!added.isReserved()) {
                key = nextKey(block.length);
            }
        }
        if (!added.isReserved()) {
            store.spill(added, key);
        }
    }

    private long nextKey(int length) {
        if (number == NONE) {
            number = store.nextGroupNumber();
        }
        long key = ((long) number << BlockStore.SEQUENCE_BITS) | nextSequence;
        nextSequence += 1 + length / BlockStore.BLOCK_BYTES;
        return key;
    }

    /** The blocks that are there now, from the first. */
    public BlockReader read() {
        return readFrom(0);
    }

    /** The blocks that are there now, from the one of an index, which counts from 0. */
    public BlockReader readFrom(int block) {
        return new BlockReader(snapshot(), block, store);
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
