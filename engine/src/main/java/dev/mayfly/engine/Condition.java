package dev.mayfly.engine;

import java.io.Serializable;

/** A yes-or-no question about one element that may travel and may throw. */
@FunctionalInterface
public interface Condition<T> extends Serializable {
    boolean test(T element) throws Exception;
}
