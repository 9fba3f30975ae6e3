package dev.mayfly.engine.node;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown, in words.
 *
 * @param type the class
 * @param cause what caused it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Failure(
        String type,
        String message,
        StackTraceElement[] trace,
        @Nullable Failure cause) implements Serializable {
    static @Nullable Failure of(@Nullable Throwable thrown) {
        return of(thrown, 0);
    }

    private static @Nullable Failure of(@Nullable Throwable thrown, int depth) {
        return thrown == null || depth > 8
                ? null
                : new Failure(
                        thrown.getClass().getName(),
                        String.valueOf(thrown),
                        thrown.getStackTrace(),
                        of(thrown.getCause(), depth + 1));
    }

    /** The same as something that can be thrown. */
    public Throwable toThrowable() {
        RuntimeException thrown = new RuntimeException(message, cause == null ? null : cause.toThrowable());
        thrown.setStackTrace(trace);
        return thrown;
    }
}
