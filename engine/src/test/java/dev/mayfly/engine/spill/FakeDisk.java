package dev.mayfly.engine.spill;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A disk on the heap that keeps the rules of the real one: one thread, known keys, nothing after the end. */
final class FakeDisk implements BlockDisk {
    private final Map<Long, byte[]> blocks = new HashMap<>();
    private @Nullable Thread user;
    private boolean closed;
    volatile int writes;
    volatile int reads;
    volatile int liveBlocks;
    volatile int failAfter = Integer.MAX_VALUE;

    @Override
    public synchronized int write(long firstKey, byte[] block) throws IOException {
        check();
        if (writes >= failAfter) {
            throw new IOException("the disk is on fire");
        }
        if (blocks.putIfAbsent(firstKey, block.clone()) != null) {
            throw new IOException("key " + firstKey + " is taken");
        }
        writes++;
        liveBlocks++;
        return writes / 3;
    }

    @Override
    public synchronized byte[] read(int generation, long firstKey, int length) throws IOException {
        check();
        reads++;
        byte[] block = blocks.get(firstKey);
        if (block == null || block.length != length) {
            throw new IOException("no block " + firstKey);
        }
        return block.clone();
    }

    @Override
    public synchronized void release(int generation, int length) {
        check();
        liveBlocks--;
    }

    @Override
    public int pieces(int length) {
        return 1 + length / BlockStore.BLOCK_BYTES;
    }

    @Override
    public synchronized void close() {
        closed = true;
        blocks.clear();
    }

    private void check() {
        if (closed || (user != null && user != Thread.currentThread())) {
            throw new IllegalStateException("closed, or used by a second thread");
        }
        user = Thread.currentThread();
    }
}
