package dev.mayfly.engine;

/** A job under way. */
public interface RunningJob {
    /** Unique within the process: {@code job-7}. */
    String id();

    /** The backend that runs it. */
    String where();

    /** Asks the job to stop. Returns at once; idempotent; safe from any thread. */
    void cancel();
}
