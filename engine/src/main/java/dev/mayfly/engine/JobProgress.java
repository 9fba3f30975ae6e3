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
        Duration elapsed) {

    /** What a job is doing. */
    public enum Phase {
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
