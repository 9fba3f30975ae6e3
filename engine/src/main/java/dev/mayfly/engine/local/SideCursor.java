package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.MagicListBuilder;
import dev.mayfly.engine.spill.PackedInput;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One side of a join in one partition, key by key. Used by one thread. */
final class SideCursor<V> {
    private final Runs.Merge entries;
    private final Codec<V> codec;
    private final HeldKey held;
    private boolean more;

    /** Takes an element, and the bytes that it takes when packed. */
    @FunctionalInterface
    interface Taker<V> {
        void take(V element, int size);
    }

    /** @param held the key that is being read, taken by whoever compares the sides */
    SideCursor(JoinFeed.Side<V> side, int partition, HeldKey held) {
        this.entries = side.runs().read(partition);
        this.codec = side.values();
        this.held = held;
        this.more = entries.next();
    }

    /** Whether a key is left. */
    boolean more() {
        return more;
    }

    /** The first entry of the next key. */
    Cursor entry() {
        return entries.entry();
    }

    /** The order of the next keys; a side that has ended is behind all. */
    int compareTo(SideCursor<?> other) {
        return more && other.more ? Cursor.compare(entry(), other.entry()) : Boolean.compare(other.more, more);
    }

    /** Passes over the held key. */
    void skip() {
        while (moreOfKey()) {
            more = entries.next();
        }
    }

    /** Passes over the held key, and hands out its elements. */
    void forEach(Taker<V> taker) {
        while (moreOfKey()) {
            PackedInput partial = entry().partial();
            for (long left = partial.readVarint(); left > 0; left--) {
                int before = partial.remaining();
                V element = codec.read(partial);
                taker.take(element, before - partial.remaining());
            }
            more = entries.next();
        }
    }

    /**
     * Passes over the held key, and gathers its elements: in a list where they are small together, else in a builder.
     *
     * @param few empty; holds the elements afterwards, unless a builder does
     * @param small the most bytes, packed, that go to the list
     */
    @Nullable
    MagicListBuilder<V> gather(List<V> few, long small, Supplier<MagicListBuilder<V>> builder) {
        MagicListBuilder<V> many = null;
        long bytes = 0;
        while (moreOfKey()) {
            PackedInput partial = entry().partial();
            long count = partial.readVarint();
            bytes += partial.remaining();
            if (many == null && bytes > small) {
                many = builder.get();
                few.forEach(many::add);
                few.clear();
            }
            if (many == null) {
                for (long left = count; left > 0; left--) {
                    few.add(codec.read(partial));
                }
            } else {
                many.addEncoded(partial.array(), partial.position(), partial.remaining(), count);
            }
            more = entries.next();
        }
        return many;
    }

    private boolean moreOfKey() {
        return more && held.isOf(entry());
    }
}
