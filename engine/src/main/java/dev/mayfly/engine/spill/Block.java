package dev.mayfly.engine.spill;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A block of a group: on the heap, on its way to the disk, or there. Guarded by itself. */
final class Block {
    private final int length;
    private byte @Nullable [] bytes;
    private final boolean reserved;
    private boolean released;
    private int generation;
    private long firstKey;

    /** @param reserved whether the budget was charged with its length */
    Block(byte[] bytes, boolean reserved) {
        this.bytes = bytes;
        this.length = bytes.length;
        this.reserved = reserved;
    }

    int length() {
        return length;
    }

    /** Whether it stays on the heap, within the budget. */
    boolean isReserved() {
        return reserved;
    }

    /** The bytes, if they are on the heap. */
    synchronized byte @Nullable [] bytes() {
        return bytes;
    }

    /** Writes the bytes, and forgets them on the heap. */
    void writeTo(BlockDisk disk, long key) throws IOException {
        byte[] content = bytes();
        if (content == null) {
            return;
        }
        int written = disk.write(key, content);
        boolean needed;
        synchronized (this) {
            needed = !released;
            generation = written;
            firstKey = key;
            bytes = null;
        }
        if (!needed) {
            disk.release(written, length);
        }
    }

    byte[] readFrom(BlockDisk disk) throws IOException {
        byte[] content = bytes();
        return content != null ? content : disk.read(generation, firstKey, length);
    }

    /** Forgets the content. Gives back what it took of the budget. */
    void release(BlockStore store) {
        boolean onDisk;
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
            onDisk = bytes == null;
            bytes = null;
        }
        if (reserved) {
            store.budget().release(length);
        }
        if (onDisk) {
            store.thread().later(disk -> disk.release(generation, length));
        }
    }

    @Override
    public String toString() {
        return "block of " + length + " bytes" + (Objects.isNull(bytes()) ? " on disk" : " on the heap");
    }
}
