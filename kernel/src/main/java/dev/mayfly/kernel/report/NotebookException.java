package dev.mayfly.kernel.report;

import java.io.IOException;

/** A file is not a notebook that can be run. */
final class NotebookException extends IOException {
    private static final long serialVersionUID = 1;

    NotebookException(String message) {
        super(message);
    }

    NotebookException(String message, Throwable cause) {
        super(message, cause);
    }
}
