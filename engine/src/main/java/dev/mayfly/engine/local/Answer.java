package dev.mayfly.engine.local;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.spill.MagicList;
import java.util.stream.Stream;

/** What is made of all values of a key. */
@FunctionalInterface
interface Answer<V> {
    Object of(Object key, MagicList<V> values) throws Exception;

    /** The answer of an aggregate that sees all values. */
    @SuppressWarnings("unchecked") // the plan was typed when it was made
    static <V> Answer<V> of(Aggregate<?, V, ?> aggregate) {
        if (aggregate instanceof Aggregate.Reduce<?, V, ?> reduce) {
            Aggregate.Reduce<Object, V, Object> typed = (Aggregate.Reduce<Object, V, Object>) reduce;
            return (key, values) -> typed.reducer().reduce(key, values);
        }
        if (aggregate instanceof Aggregate.Collect<?, V, ?> collect) {
            return (key, values) -> {
                try (Stream<V> all = values.stream()) {
                    return all.collect(collect.collector().get());
                }
            };
        }
        throw new IllegalStateException("no such aggregate: " + aggregate);
    }
}
