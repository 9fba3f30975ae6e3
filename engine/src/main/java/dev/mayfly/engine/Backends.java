package dev.mayfly.engine;

/** The backends of one session. */
public interface Backends {
    /** Where a job goes that does not say: the cluster once one is up, else {@link #local()}. */
    Backend preferred();

    /** The embedded backend. */
    Backend local();

    /** Who watches the jobs of this session: shows progress, cancels on interrupt. */
    JobListener listener();
}
