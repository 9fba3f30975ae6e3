package dev.mayfly.engine.spill;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a {@link PackedMagicList} are: some in one array, one value after the other; some in a group of
 * blocks, each value behind the number of times that it occurs, and possibly there again; some in a group without counts,
 * or where somebody else keeps them.
 */
final class PackedValues<V> {
    private final Codec<V> codec;
    private final boolean uniform;
    private final PackedOutput small;
    private final @Nullable BlockGroup counted;
    private final @Nullable BlockGroup plain;
    private final @Nullable PackedSource source;

    /**
     * @param uniform whether every value is of the type that the codec writes without a tag
     * @param source values without counts that somebody else keeps
     */
    PackedValues(
            Codec<V> codec,
            boolean uniform,
            PackedOutput small,
            @Nullable BlockGroup counted,
            @Nullable BlockGroup plain,
            @Nullable PackedSource source) {
        this.codec = codec;
        this.uniform = uniform;
        this.small = small;
        this.counted = counted;
        this.plain = plain;
        this.source = source;
    }

    Codec<V> codec() {
        return codec;
    }

    /** What a uniform list of numbers is made of. */
    enum Shape {
        WHOLE,
        DOUBLE,
        OTHER
    }

    Shape shape() {
        NumberForm<V> form = form();
        return form == null ? Shape.OTHER : form.isWhole() ? Shape.WHOLE : Shape.DOUBLE;
    }

    /** The values as longs, if they all are numbers of one class. */
    @Nullable
    NumberForm<V> form() {
        return uniform ? NumberForm.of(codec) : null;
    }

    /** Whether values that are equal may be one object: nobody can change it. */
    boolean areShareable() {
        return CodecChoice.isScalar(bareCodec());
    }

    private @Nullable Codec<Object> bareCodec() {
        return uniform && codec instanceof AdaptiveCodec<V> adaptive ? adaptive.bareCodec() : null;
    }

    Cursor cursor() {
        return new Cursor();
    }

    /** Each value that is kept once, with how often it occurs; one by one where somebody could change it. */
    Iterator<Counted<V>> counted() {
        if (!areShareable()) {
            Iterator<V> all = new RepeatingIterator<>(this);
            return new Visit<>(all::hasNext, () -> new Counted<>(all.next(), 1));
        }
        Cursor cursor = cursor();
        return new Visit<>(cursor::next, () -> new Counted<>(cursor.read(), cursor.count()));
    }

    /** Each value that is kept, at least once. */
    Iterator<V> each() {
        Cursor cursor = cursor();
        return new Visit<>(cursor::next, cursor::read);
    }

    /** The values in their form. */
    Selection.Numbers numbers(NumberForm<V> form) {
        Cursor cursor = cursor();
        return new Selection.Numbers() {
            private long number;

            @Override
            public boolean next() {
                if (!cursor.next()) {
                    return false;
                }
                number = form.read(cursor.in);
                return true;
            }

            @Override
            public long number() {
                return number;
            }

            @Override
            public long count() {
                return cursor.count();
            }
        };
    }

    void release() {
        if (counted != null) {
            counted.release();
        }
        if (plain != null) {
            plain.release();
        }
    }

    /** An iterator of two halves: to move on, and to read what is there. */
    private static final class Visit<T> implements Iterator<T> {
        private final BooleanSupplier move;
        private final Supplier<T> read;
        private boolean moved;

        Visit(BooleanSupplier move, Supplier<T> read) {
            this.move = move;
            this.read = read;
        }

        @Override
        public boolean hasNext() {
            moved = moved || move.getAsBoolean();
            return moved;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more values");
            }
            moved = false;
            return read.get();
        }
    }

    /** Visits the values with their counts. For one thread. */
    final class Cursor {
        private static final int STAGES = 3;

        private PackedInput in = new PackedInput().reset(small.array(), 0, small.length());
        private @Nullable BlockCursor blocks;
        private boolean inCounted;
        private int stage;
        private long count;

        /** Moves to the next value; false after the last. One of the reading methods must follow. */
        boolean next() {
            while (!hasNext()) {
                if (!nextStage()) {
                    return false;
                }
            }
            count = inCounted ? in.readVarint() : 1;
            return true;
        }

        private boolean hasNext() {
            return blocks == null ? in.remaining() > 0 : blocks.hasNext();
        }

        private boolean nextStage() {
            BlockCursor next = null;
            while (next == null && stage < STAGES) {
                next = stage(stage++);
            }
            if (next == null) {
                return false;
            }
            inCounted = stage == 1;
            blocks = next;
            in = next.in();
            return true;
        }

        private @Nullable BlockCursor stage(int number) {
            if (number == 2) {
                return source == null ? null : new BlockCursor(source);
            }
            BlockGroup group = number == 0 ? counted : plain;
            return group == null ? null : new BlockCursor(group);
        }

        /** How often the value occurs here. */
        long count() {
            return count;
        }

        V read() {
            return codec.read(in);
        }

        /** Reads the value, and stays before it. */
        V peek() {
            int start = in.position();
            V value = codec.read(in);
            in.moveTo(start);
            return value;
        }

        /** The value of a list of shape WHOLE. */
        long readWhole() {
            return in.readZigzag();
        }

        /** The value of a list of shape DOUBLE. */
        double readDouble() {
            return Double.longBitsToDouble(in.readFixed64());
        }
    }
}
