package dev.mayfly.engine;

import java.io.Serializable;

/**
 * Emits a value of each element by a key of it. A record, since a backend that sees which functions elements are given to can
 * make them with what these read alone.
 *
 * @param key of an element
 * @param value of an element: a function that is given nothing else
 * @param mapper emits what the two functions give, and looks at nothing else of an element
 */
public record Keyed<T, K, V>(Transform<T, K> key, Serializable value, Mapper<T, K, V> mapper)
        implements Mapper<T, K, V> {
    @Override
    public void map(T element, Emitter<K, V> out) throws Exception {
        mapper.map(element, out);
    }
}
