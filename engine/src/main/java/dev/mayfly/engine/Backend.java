package dev.mayfly.engine;

/** Runs plans: in this process, or on a cluster. Safe for use by many threads. */
public interface Backend extends AutoCloseable {
    /** Where jobs run, as shown to the user: {@code this machine, 2 threads}. */
    String name();

    /** Whether jobs run on other machines than this process does, to which their rows come. */
    default boolean isElsewhere() {
        return false;
    }

    /**
     * Runs a plan to its end. Blocks; an interrupt of the calling thread, or {@link RunningJob#cancel()}, stops the job
     * within a second. Whatever the outcome, no temporary file is left behind but those that the output owns.
     *
     * @throws JobException if an input, a function of the user, or the machine fails: it names which
     * @throws JobCancelledException if the job was stopped
     */
    <T> JobOutput<T> run(Plan<T> plan, JobListener listener);

    /** Releases what the backend holds, the outputs of its jobs included. */
    @Override
    void close();
}
