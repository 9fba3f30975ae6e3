package dev.mayfly.engine.spill;

import org.jspecify.annotations.Nullable;

/** Packed values that somebody else keeps and that can be read any number of times. */
@FunctionalInterface
public interface PackedSource {
    /** Reads all values from the first. */
    Reader read();

    /** Reads values in runs. For one thread. */
    @FunctionalInterface
    interface Reader {
        /** Values one behind the other, to be read before the next call; null behind the last. */
        @Nullable
        PackedInput next();
    }
}
