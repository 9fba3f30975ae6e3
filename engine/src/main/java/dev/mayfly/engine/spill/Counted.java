package dev.mayfly.engine.spill;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A value and how often it occurs. */
record Counted<V>(V value, long count) {

    /** Each value as often as it occurs. */
    static final class Repeated<V> implements Iterator<V> {
        private final Iterator<Counted<V>> counted;
        private @Nullable Counted<V> now;
        private long left;

        Repeated(Iterator<Counted<V>> counted) {
            this.counted = counted;
        }

        @Override
        public boolean hasNext() {
            return left > 0 || counted.hasNext();
        }

        @Override
        public V next() {
            Counted<V> same = now;
            if (left == 0 || same == null) {
                same = counted.next();
                now = same;
                left = same.count();
            }
            left--;
            return same.value();
        }
    }

    /** The encoding of a counted value, by that of the value. */
    record Packed<V>(Codec<V> codec) implements Codec<Counted<V>> {
        @Override
        public void write(Counted<V> row, PackedOutput out) {
            out.writeVarint(row.count());
            codec.write(row.value(), out);
        }

        @Override
        public Counted<V> read(PackedInput in) {
            long count = in.readVarint();
            return new Counted<>(codec.read(in), count);
        }
    }
}
