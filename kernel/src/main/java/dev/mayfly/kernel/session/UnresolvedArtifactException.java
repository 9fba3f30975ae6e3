package dev.mayfly.kernel.session;

import java.io.IOException;

/** Thrown when a library cannot be had. The message names the artifact, where it was sought, and the next step. */
public final class UnresolvedArtifactException extends IOException {
    private static final long serialVersionUID = 1L;

    UnresolvedArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
