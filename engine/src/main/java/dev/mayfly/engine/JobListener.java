package dev.mayfly.engine;

import dev.mayfly.engine.source.Inputs;

/**
 * Watches jobs. {@link #started} is called on the thread that runs the job, {@link #progress} on a thread of the
 * backend at most four times a second, {@link #ended} last, exactly once, however the job ended.
 */
public interface JobListener {
    /** A job began; it can be cancelled from here on. */
    void started(RunningJob job);

    /** The job moved. */
    void progress(RunningJob job, JobProgress progress);

    /** The job ended: finished, failed or cancelled. {@code last} is its final state. */
    void ended(RunningJob job, JobProgress last);

    /** The job finished with a result, after {@link #ended}: what it read, each input by name, size and version, and what it did. */
    default void computed(Inputs inputs, JobFacts facts) {}

    /** Watches nothing. */
    JobListener NONE = new JobListener() {
        @Override
        public void started(RunningJob job) {}

        @Override
        public void progress(RunningJob job, JobProgress progress) {}

        @Override
        public void ended(RunningJob job, JobProgress last) {}
    };
}
