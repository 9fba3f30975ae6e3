package dev.mayfly.engine.source;

import java.util.Iterator;
import java.util.List;

/** What a job reads, in order. */
public record Inputs(List<Input> list) implements Iterable<Input> {
    public Inputs {
        list = List.copyOf(list);
    }

    @Override
    public Iterator<Input> iterator() {
        return list.iterator();
    }
}
