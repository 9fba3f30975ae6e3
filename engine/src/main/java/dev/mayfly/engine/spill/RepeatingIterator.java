package dev.mayfly.engine.spill;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Every value as often as it occurs: the same object again where nobody can change it, else a new one. */
final class RepeatingIterator<V> implements Iterator<V> {
    private final PackedValues<V>.Cursor cursor;
    private final boolean shareable;
    private @Nullable V shared;
    private long left;

    RepeatingIterator(PackedValues<V> values) {
        this.cursor = values.cursor();
        this.shareable = values.areShareable();
    }

    @Override
    public boolean hasNext() {
        if (left > 0) {
            return true;
        }
        if (!cursor.next()) {
            return false;
        }
        left = cursor.count();
        shared = shareable ? cursor.read() : null;
        return true;
    }

    @Override
    public V next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more values");
        }
        left--;
        V same = shared;
        if (same != null) {
            return same;
        }
        return left > 0 ? cursor.peek() : cursor.read();
    }
}
