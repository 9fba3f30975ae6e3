package dev.mayfly.engine;

import java.io.Serializable;

/** Merges two values of one key into one; must be associative and commutative. */
@FunctionalInterface
public interface Merge<V> extends Serializable {
    V merge(V left, V right) throws Exception;
}
