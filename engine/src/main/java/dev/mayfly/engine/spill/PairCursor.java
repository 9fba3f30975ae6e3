package dev.mayfly.engine.spill;

/**
 * Reads pairs of key bytes and value bytes, one after the other. What it points to is valid until the next call of
 * {@link #next}. For one thread.
 */
public final class PairCursor {
    private final BlockCursor records;
    private final PackedInput in;
    private int keyOffset;
    private int keyLength;
    private int valueOffset;
    private int valueLength;

    PairCursor(BlockGroup group) {
        this.records = new BlockCursor(group);
        this.in = records.in();
    }

    /** Moves to the next pair; false after the last. */
    public boolean next() {
        if (!records.hasNext()) {
            return false;
        }
        keyLength = in.readSize();
        keyOffset = in.position();
        in.skip(keyLength);
        valueLength = in.readSize();
        valueOffset = in.position();
        in.skip(valueLength);
        return true;
    }

    /** The array that key and value lie in; it must not be changed. */
    public byte[] array() {
        return in.array();
    }

    public int keyOffset() {
        return keyOffset;
    }

    public int keyLength() {
        return keyLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }
}
