package dev.mayfly.engine;

/** A job was stopped by the user. */
public final class JobCancelledException extends JobException {
    private static final long serialVersionUID = 1;

    public JobCancelledException(String message) {
        super(message);
    }
}
