package dev.mayfly.engine;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far a job is.
 *
 * @param phase what it is doing
 * @param inputsDone inputs read to their end
 * @param inputs inputs in all
 * @param bytesRead bytes read so far, as stored
 * @param bytesTotal bytes in all, where every input's size is known
 * @param lines lines read so far
 * @param partitionsDone partitions reduced
 * @param partitions partitions in all; 0 until known
 * @param spilledBytes bytes spilled so far
 * @param elapsed since the start
 * @param note what else a person should know, in a few words: what the job waits for, who works on it; mostly empty
 */
public record JobProgress(
        Phase phase,
        int inputsDone,
        int inputs,
        long bytesRead,
        OptionalLong bytesTotal,
        long lines,
        int partitionsDone,
        int partitions,
        long spilledBytes,
        Duration elapsed,
        String note) {

    /** A state with nothing to note. */
    public JobProgress(
            Phase phase,
            int inputsDone,
            int inputs,
            long bytesRead,
            OptionalLong bytesTotal,
            long lines,
            int partitionsDone,
            int partitions,
            long spilledBytes,
            Duration elapsed) {
        this(
                phase,
                inputsDone,
                inputs,
                bytesRead,
                bytesTotal,
                lines,
                partitionsDone,
                partitions,
                spilledBytes,
                elapsed,
                "");
    }

    /** The same in another phase, at another time. */
    public JobProgress in(Phase other, Duration time) {
        return of(other, time, note);
    }

    /** The same, with something noted behind what is noted already. */
    public JobProgress noting(String more) {
        return of(phase, elapsed, note.isEmpty() || more.isEmpty() ? note + more : note + ", " + more);
    }

    private JobProgress of(Phase other, Duration time, String noted) {
        return new JobProgress(
                other,
                inputsDone,
                inputs,
                bytesRead,
                bytesTotal,
                lines,
                partitionsDone,
                partitions,
                spilledBytes,
                time,
                noted);
    }

    /** What a job is doing. */
    public enum Phase {
        /** Waiting for the backend to come up. */
        WAIT,
        /** Reading and mapping. */
        MAP,
        /** Reducing. */
        REDUCE,
        /** Ended with a result. */
        FINISHED,
        /** Ended with an error. */
        FAILED,
        /** Stopped by the user. */
        CANCELLED
    }
}
