package dev.mayfly.kernel.report;

import java.util.List;

/**
 * How a report ended.
 *
 * @param message for a person: what went wrong and the next step, or what was written
 * @param written the files and objects that hold this run, complete up to where it ended
 */
public record ReportOutcome(Ending ending, String message, List<String> written) {
    public ReportOutcome {
        written = List.copyOf(written);
    }

    /** The causes that a scheduler may want to tell apart. */
    public enum Ending {
        /** Every cell ran. */
        DONE,
        /** The request makes no sense: an output of unknown kind, or one that would overwrite the notebook. */
        BAD_REQUEST,
        /** Nothing that the report depends on has changed, so that nothing ran. */
        UNCHANGED,
        /** Another run is writing the same outputs; nothing ran. */
        BUSY,
        /** The notebook cannot be read; nothing ran. */
        BAD_NOTEBOOK,
        /** A parameter is unknown or ill-typed; nothing ran. */
        BAD_PARAMETERS,
        /** A cell failed; the cells after it did not run. */
        CELL_FAILED,
        /** A cell, or all of them together, took longer than allowed. */
        TIMED_OUT,
        /** Somebody stopped it. */
        INTERRUPTED,
        /** The session broke in a cell; the cells after it did not run. */
        SESSION_DIED,
        /** The cluster did not come up; no cell ran. */
        CLUSTER_FAILED,
        /** Every cell ran, and the cluster may still be up. */
        CLUSTER_LEFT,
        /** An output could not be written. */
        NOT_WRITTEN
    }
}
