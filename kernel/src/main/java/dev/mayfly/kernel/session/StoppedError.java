package dev.mayfly.kernel.session;

/** Ends code of an interrupted cell at its next loop or call. Never seen by the caller of a session. */
final class StoppedError extends Error {
    private static final long serialVersionUID = 1L;

    StoppedError() {
        super("the cell was interrupted", null, false, false);
    }
}
