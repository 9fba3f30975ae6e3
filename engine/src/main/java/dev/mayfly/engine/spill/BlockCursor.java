package dev.mayfly.engine.spill;

/** A position in the records of a group's blocks, or in those that somebody else keeps. For one thread. */
final class BlockCursor {
    private final PackedSource.Reader blocks;
    private final PackedInput in = new PackedInput();

    BlockCursor(BlockGroup group) {
        BlockReader reader = group.read();
        PackedInput block = new PackedInput();
        this.blocks = () -> {
            byte[] next = reader.next();
            return next == null ? null : block.reset(next, 0, next.length);
        };
    }

    BlockCursor(PackedSource source) {
        this.blocks = source.read();
    }

    /** Whether a record comes next, at the position of {@link #in}. */
    boolean hasNext() {
        while (in.remaining() == 0) {
            PackedInput block = blocks.next();
            if (block == null) {
                return false;
            }
            in.reset(block.array(), block.position(), block.remaining());
        }
        return true;
    }

    /** Where the record is read from. */
    PackedInput in() {
        return in;
    }
}
