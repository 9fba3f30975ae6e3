package dev.mayfly.engine;

import java.io.Serializable;

/** Turns one element into any number of emitted pairs. Runs on many threads at once. */
@FunctionalInterface
public interface Mapper<T, K, V> extends Serializable {
    void map(T element, Emitter<K, V> out) throws Exception;
}
