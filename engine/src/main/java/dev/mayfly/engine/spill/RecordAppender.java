package dev.mayfly.engine.spill;

/** Packs records into the blocks of a group; a record is never divided. For one thread. */
final class RecordAppender {
    private final BlockGroup group;
    private PackedOutput out;
    private int complete;

    RecordAppender(BlockGroup group, int capacity) {
        this.group = group;
        this.out = new PackedOutput(capacity);
    }

    /** Where the next record is written to; {@link #end} ends it. */
    PackedOutput out() {
        return out;
    }

    /** Drops what was written of a record that has not ended. */
    void abandon() {
        out.truncate(complete);
    }

    void end() {
        if (out.length() > BlockStore.BLOCK_BYTES && complete > 0) {
            byte[] begun = new byte[out.length() - complete];
            System.arraycopy(out.array(), complete, begun, 0, begun.length);
            flush();
            out.writeBytes(begun, 0, begun.length);
        }
        complete = out.length();
        if (complete >= BlockStore.BLOCK_BYTES) {
            flush();
        }
    }

    /** Appends the records so far as a block. */
    void flush() {
        if (complete > 0) {
            group.append(out.array(), complete);
        }
        out.clear();
        complete = 0;
    }

    /** Appends what is left, and gives back the room for it; more can be written. */
    void finish() {
        flush();
        out = new PackedOutput(0);
    }

    BlockGroup group() {
        return group;
    }
}
