package dev.mayfly.engine.spill;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** Decodes the records of blocks, one after the other. For one thread. */
final class ValueReader<T> implements Iterator<T> {
    private final BlockCursor records;
    private final Codec<T> codec;

    ValueReader(BlockCursor records, Codec<T> codec) {
        this.records = records;
        this.codec = codec;
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more values");
        }
        return codec.read(records.in());
    }
}
