package dev.mayfly.engine.spill;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Decodes the records of a group's blocks, one after the other. For one thread. */
final class ValueReader<T> implements Iterator<T> {
    private final BlockReader blocks;
    private final Codec<T> codec;
    private final PackedInput in = new PackedInput();

    ValueReader(BlockReader blocks, Codec<T> codec) {
        this.blocks = blocks;
        this.codec = codec;
    }

    @Override
    public boolean hasNext() {
        while (in.remaining() == 0) {
            byte[] block = blocks.next();
            if (block == null) {
                return false;
            }
            in.reset(block, 0, block.length);
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more values");
        }
        return codec.read(in);
    }
}
