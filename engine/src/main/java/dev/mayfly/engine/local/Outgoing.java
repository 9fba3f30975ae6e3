package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Runs as blocks that travel, partition by partition. A block begins with the side that it is of; an entry is the place (8
 * bytes), the key's length and bytes, and the partial's. Blocks of a partition follow each other in the order of their
 * entries. Used by one thread.
 */
final class Outgoing implements Iterator<JobPart.Block> {
    static final int LEFT = 0;
    static final int RIGHT = 1;

    private final Runs runs;
    private final int side;
    private final PackedOutput out = new PackedOutput(BlockStore.BLOCK_BYTES + 256);
    private int partition = -1;
    private Runs.@Nullable Merge entries;
    private JobPart.@Nullable Block next;

    Outgoing(Runs runs, boolean right) {
        this.runs = runs;
        this.side = right ? RIGHT : LEFT;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }
        return next != null;
    }

    @Override
    public JobPart.Block next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more blocks");
        }
        JobPart.Block block = next;
        next = null;
        return block;
    }

    private JobPart.@Nullable Block read() {
        out.clear();
        out.writeByte(side);
        while (out.length() < BlockStore.BLOCK_BYTES) {
            if (entries != null && entries.next()) {
                write(entries.entry());
            } else if (out.length() > 1) {
                entries = null;
                break;
            } else {
                if (partition >= 0) {
                    runs.release(partition);
                }
                if (++partition == runs.partitions()) {
                    partition--;
                    return null;
                }
                entries = runs.read(partition);
            }
        }
        return new JobPart.Block(partition, out.toByteArray());
    }

    private void write(Cursor entry) {
        PackedInput partial = entry.partial();
        out.writeFixed64(entry.place());
        out.writeVarint(entry.keyLength());
        out.writeBytes(entry.keyBytes(), entry.keyStart(), entry.keyLength());
        out.writeVarint(partial.remaining());
        out.writeBytes(partial.array(), partial.position(), partial.remaining());
    }
}
