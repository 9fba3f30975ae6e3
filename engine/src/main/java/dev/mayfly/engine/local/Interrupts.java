package dev.mayfly.engine.local;

import dev.mayfly.engine.JobCancelledException;
import java.util.Comparator;
import java.util.Iterator;

/** Lets an interrupt of the calling thread end a sort, which would not notice by itself. Used by one thread. */
final class Interrupts {
    /** So many steps are taken between two looks; a power of two. */
    private static final int STEPS = 1 << 10;

    private int steps;

    <T> Iterator<T> watch(Iterator<T> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                step();
                return rows.hasNext();
            }

            @Override
            public T next() {
                return rows.next();
            }
        };
    }

    <T> Comparator<T> watch(Comparator<T> order) {
        return (left, right) -> {
            step();
            return order.compare(left, right);
        };
    }

    private void step() {
        if ((++steps & (STEPS - 1)) == 0 && Thread.currentThread().isInterrupted()) {
            throw new JobCancelledException("sorting was interrupted");
        }
    }
}
