package dev.mayfly.engine;

import java.io.Serializable;

/** Reads a {@code long} from one element. */
@FunctionalInterface
public interface LongValue<T> extends Serializable {
    long apply(T element) throws Exception;
}
