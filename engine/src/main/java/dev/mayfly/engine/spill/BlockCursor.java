package dev.mayfly.engine.spill;

/** A position in the records of a group's blocks. For one thread. */
final class BlockCursor {
    private final BlockReader blocks;
    private final PackedInput in = new PackedInput();

    BlockCursor(BlockGroup group) {
        this.blocks = group.read();
    }

    /** Whether a record comes next, at the position of {@link #in}. */
    boolean hasNext() {
        while (in.remaining() == 0) {
            byte[] block = blocks.next();
            if (block == null) {
                return false;
            }
            in.reset(block, 0, block.length);
        }
        return true;
    }

    /** Where the record is read from. */
    PackedInput in() {
        return in;
    }
}
