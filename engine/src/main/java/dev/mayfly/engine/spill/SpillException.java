package dev.mayfly.engine.spill;

import org.jspecify.annotations.Nullable;

/**
 * Data could not be put aside or read back: the disk is full, the folder is gone, a value has no encoding. The message
 * names the thing and the next step.
 */
public final class SpillException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SpillException(String message) {
        super(message);
    }

    public SpillException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
