package dev.mayfly.engine;

import java.io.Serializable;

/** Reads a {@code double} from one element. */
@FunctionalInterface
public interface DoubleValue<T> extends Serializable {
    double apply(T element) throws Exception;
}
