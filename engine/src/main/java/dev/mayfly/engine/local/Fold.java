package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;

/** Makes one result of all that columns wrote for one key, key after key. Used by one thread. */
interface Fold {
    /** Begins a key. */
    void begin();

    /** Adds what a column wrote for the key. */
    void add(PackedInput partial) throws Exception;

    /** The key's result. */
    Object result(Object key) throws Exception;
}
