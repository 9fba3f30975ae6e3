package dev.mayfly.engine;

import org.jspecify.annotations.Nullable;

/**
 * A job failed. The message names the thing, the value, the limit and the next step; where a function of the user
 * threw, the cause is what it threw, untouched.
 */
public class JobException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public JobException(String message) {
        super(message);
    }

    public JobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
