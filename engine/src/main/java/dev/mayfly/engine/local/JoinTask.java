package dev.mayfly.engine.local;

import dev.mayfly.engine.Joined;
import dev.mayfly.engine.Plan.Join.Kind;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.spill.MagicListBuilder;
import dev.mayfly.engine.spill.PackedMagicList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins partitions. Both sides come sorted by key, so that one pass over each finds the keys that meet. Of such a key the
 * right side is gathered, on the heap while it is small and in a list that spills beyond, and then the left side streams
 * by: very many elements of one key cost no memory on the left, and disk on the right. Used by one thread.
 */
final class JoinTask<K, L, R> {
    /** Elements of a key up to this size, packed, are held as objects. */
    private static final long SMALL = 1 << 16;

    private final JoinFeed<K, L, R> feed;
    private final Kind kind;
    private final MapTask.Tail tail;
    private final Stage first;
    private final HeldKey held = new HeldKey();
    private KeyPlace place = new KeyPlace("");

    JoinTask(JoinFeed<K, L, R> feed, List<Step> steps, MapTask.Tail tail) {
        this.feed = feed;
        this.kind = feed.kind();
        this.tail = tail;
        this.first = new Chain(feed.meter(), () -> place, feed.control()).of(steps, tail);
    }

    /** Joins a partition to its end. */
    void read(int partition) {
        long before = tail.taken();
        tail.begin(partition, tail.newPiece(partition));
        SideCursor<L> left = new SideCursor<>(feed.left(), partition, held);
        SideCursor<R> right = new SideCursor<>(feed.right(), partition, held);
        while (left.more() || (right.more() && kind == Kind.OUTER)) {
            feed.control().check();
            int order = left.compareTo(right);
            held.take(order <= 0 ? left.entry() : right.entry());
            if (order == 0) {
                meet(nextKey(), left, right);
            } else if (order < 0 && kind != Kind.INNER) {
                K key = nextKey();
                left.forEach((element, size) -> emit(new Joined<>(key, left(element), Optional.empty())));
            } else if (order > 0 && kind == Kind.OUTER) {
                K key = nextKey();
                right.forEach((element, size) -> emit(new Joined<>(key, Optional.empty(), right(element))));
            } else {
                (order < 0 ? left : right).skip();
            }
        }
        tail.end();
        tail.done(partition);
        feed.meter().emitted.add(tail.taken() - before);
    }

    private K nextKey() {
        K key = held.read(feed.keys());
        place = new KeyPlace(key);
        return key;
    }

    private void meet(K key, SideCursor<L> left, SideCursor<R> right) {
        List<R> few = new ArrayList<>();
        MagicListBuilder<R> many = right.gather(
                few, SMALL, () -> feed.space().newMagicList(feed.right().values()));
        if (many != null) {
            try (PackedMagicList<R> all = many.build()) {
                Batch batch = new Batch(key, all);
                left.forEach(batch::add);
                batch.emit();
            }
            return;
        }
        List<Object> others = new ArrayList<>(few.size());
        few.forEach(element -> others.add(right(element)));
        left.forEach((element, size) -> {
            Object mine = left(element);
            for (Object other : others) {
                emit(new Joined<>(key, mine, other));
            }
        });
    }

    private void emit(Joined<K, ?, ?> row) {
        if (feed.control().isStopped()) {
            throw new JobControl.StoppedException();
        }
        try {
            first.accept(row);
            tail.check();
        } catch (Throwable e) { // a function of the user may throw anything
            throw feed.control().isStopped() ? new JobControl.StoppedException() : MapTask.located(place, e);
        }
    }

    private Object left(L element) {
        return kind == Kind.OUTER ? Optional.of(element) : element;
    }

    private Object right(R element) {
        return kind == Kind.INNER ? element : Optional.of(element);
    }

    /** Left elements that meet a long right side, which is read once for all of them. */
    private final class Batch {
        private final K key;
        private final PackedMagicList<R> all;
        private final List<Object> elements = new ArrayList<>();
        private long bytes;

        Batch(K key, PackedMagicList<R> all) {
            this.key = key;
            this.all = all;
        }

        void add(L element, int size) {
            elements.add(left(element));
            bytes += size;
            if (bytes > SMALL) {
                emit();
            }
        }

        void emit() {
            if (elements.isEmpty()) {
                return;
            }
            for (R element : all) {
                Object other = right(element);
                for (Object mine : elements) {
                    JoinTask.this.emit(new Joined<>(key, mine, other));
                }
            }
            elements.clear();
            bytes = 0;
        }
    }
}
