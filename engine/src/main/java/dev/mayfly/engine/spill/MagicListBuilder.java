package dev.mayfly.engine.spill;

/** Collects the values of one key. For one thread. */
public final class MagicListBuilder<V> {
    private final SpillSpace space;
    private final Codec<V> codec;
    private final RecordAppender appender;
    private long size;

    MagicListBuilder(SpillSpace space, Codec<V> codec) {
        this.space = space;
        this.codec = codec;
        this.appender = new RecordAppender(space.store().newGroup(), 64);
    }

    /** Adds a value. */
    public void add(V value) {
        codec.write(value, appender.out());
        appender.end();
        size++;
    }

    /** Adds a value that the codec of this builder has written. */
    public void addEncoded(byte[] from, int offset, int length) {
        appender.out().writeBytes(from, offset, length);
        appender.end();
        size++;
    }

    /** Adds a number of values that the codec of this builder has written, one behind another. */
    public void addEncoded(byte[] from, int offset, int length, long count) {
        appender.out().writeBytes(from, offset, length);
        appender.end();
        size += count;
    }

    /** The list of all values added. The builder must not be used any more. */
    public PackedMagicList<V> build() {
        appender.flush();
        return new PackedMagicList<>(space, codec, appender.group(), size);
    }
}
