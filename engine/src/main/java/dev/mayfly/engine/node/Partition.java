package dev.mayfly.engine.node;

import java.util.Iterator;
import scala.Tuple2;

/** The blocks of a partition, whose number stands beside each. There is at least one. Used by one thread. */
final class Partition implements Iterator<Tuple2<Integer, byte[]>> {
    private final Tuple2<Integer, byte[]> first;
    private final Iterator<Tuple2<Integer, byte[]>> rest;
    private boolean begun;

    private Partition(Tuple2<Integer, byte[]> first, Iterator<Tuple2<Integer, byte[]>> rest) {
        this.first = first;
        this.rest = rest;
    }

    static Partition of(Iterator<Tuple2<Integer, byte[]>> rows) {
        return new Partition(rows.next(), rows);
    }

    int number() {
        return first._1();
    }

    @Override
    public boolean hasNext() {
        return !begun || rest.hasNext();
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
        if (!begun) {
            begun = true;
            return first;
        }
        return rest.next();
    }
}
