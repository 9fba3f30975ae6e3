package dev.mayfly.engine.source;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The stored bytes of an input are damaged. The message names the input, the place, and the next step. */
public final class BadInputException extends IOException {
    private static final long serialVersionUID = 1;

    BadInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
