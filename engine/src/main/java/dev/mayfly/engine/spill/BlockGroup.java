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
        append(from, 0, length);
    }

    /**
     * Appends a copy of some bytes of an array as a block, and returns its index, which counts from 0.
     *
     * @throws SpillException if it must go to disk and cannot
     */
    public int append(byte[] from, int offset, int length) {
        Block added = store.put(Arrays.copyOfRange(from, offset, offset + length));
        long key = 0;
        int index;
        synchronized (this) {
            index = blocks.size();
            blocks.add(added);
            bytes += length;
            if (!added.isReserved()) {
                key = nextKey(length);
            }
        }
        if (!added.isReserved()) {
            store.spill(added, key);
        }
        return index;
    }

    /** The block of an index, which must not be changed. */
    public byte[] block(int index) {
        Block block;
        synchronized (this) {
            block = blocks.get(index);
        }
        byte[] onHeap = block.bytes();
        return onHeap != null ? onHeap : store.thread().read(block).await();
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
