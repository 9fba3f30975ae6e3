package dev.mayfly.engine;

import dev.mayfly.engine.spill.MagicList;
import java.io.Serializable;

/** Turns all values of one key into one result. Runs on many threads at once, each key once. */
@FunctionalInterface
public interface Reducer<K, V, R> extends Serializable {
    /**
     * Reduces one key.
     *
     * @param values every value emitted for the key, in no promised order, possibly more than memory holds; valid only
     *     during the call
     */
    R reduce(K key, MagicList<V> values) throws Exception;
}
