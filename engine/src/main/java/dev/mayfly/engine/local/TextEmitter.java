package dev.mayfly.engine.local;

import dev.mayfly.engine.Emitter;
import org.jspecify.annotations.Nullable;

/** Takes pairs of which either may be a part of a line. Used by one thread. */
final class TextEmitter {
    private final Emitter<Object, Object> to;
    /** The same, where it takes texts as they are. */
    private final @Nullable MapSide<Object, Object> side;

    private long emitted;

    TextEmitter(Emitter<Object, Object> to) {
        this.to = to;
        this.side = to instanceof MapSide<Object, Object> texts ? texts : null;
    }

    void emit(Object key, Object value) {
        Object whole = value instanceof LineText part ? part.toString() : value;
        if (key instanceof LineText text && side != null) {
            side.emitText(text.bytes(), text.start(), text.count(), whole);
        } else {
            to.emit(key instanceof LineText text ? text.toString() : key, whole);
        }
        emitted++;
    }

    /** Pairs so far that were taken. */
    long emitted() {
        return emitted;
    }

    /** Takes the same pairs once more, from the first that was not taken. */
    Emitter<Object, Object> after(long first) {
        long done = emitted - first;
        return new Emitter<>() {
            private long left = done;

            @Override
            public void emit(Object key, Object value) {
                if (left > 0) {
                    left--;
                } else {
                    to.emit(key, value);
                }
            }
        };
    }
}
