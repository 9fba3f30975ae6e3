package dev.mayfly.engine.closure;

import dev.mayfly.engine.JobException;
import org.jspecify.annotations.Nullable;

/** A function cannot be shipped: the message names the variable, its type, and what to do instead. */
public final class CannotTravelException extends JobException {
    private static final long serialVersionUID = 1;

    CannotTravelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    CannotTravelException(String message) {
        this(message, null);
    }
}
