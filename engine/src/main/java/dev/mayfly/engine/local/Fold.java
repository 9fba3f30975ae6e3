package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import java.util.function.Supplier;

/** Makes one result of all that columns wrote for one key, key after key. Used by one thread. */
interface Fold {
    /**
     * Begins a key.
     *
     * @param entries reads all that is added once more, any number of times, until the key's result was given
     */
    void begin(Supplier<KeyEntries> entries);

    /** Adds what a column wrote for the key. */
    void add(PackedInput partial) throws Exception;

    /** The key's result. */
    Object result(Object key) throws Exception;
}
