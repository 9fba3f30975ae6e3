package dev.mayfly.engine;

import java.io.Serializable;

/** A function from one element to another that may travel and may throw. */
@FunctionalInterface
public interface Transform<T, R> extends Serializable {
    R apply(T element) throws Exception;
}
