package dev.mayfly.engine;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a job did, for the reader of its result.
 *
 * @param where the backend that ran it
 * @param inputs how many inputs were read
 * @param bytesRead bytes as stored, compressed where they are
 * @param textBytes bytes after decompression
 * @param lines lines read
 * @param emitted pairs emitted by mappers, or elements produced where nothing was grouped
 * @param keys distinct keys, or elements where nothing was grouped
 * @param skippedRecords records left out because the caller chose to skip bad ones
 * @param skippedExamples a few of them, each with its input and line
 * @param replacedCharacters characters of the lines that stand for bytes which are no UTF-8
 * @param spilledBytes bytes written to temporary files
 * @param retries requests repeated
 * @param time wall time
 * @param dollars what the backend charged; 0 where nothing is billed, empty where the price of a node is unknown
 */
public record JobFacts(
        String where,
        int inputs,
        long bytesRead,
        long textBytes,
        long lines,
        long emitted,
        long keys,
        long skippedRecords,
        List<String> skippedExamples,
        long replacedCharacters,
        long spilledBytes,
        int retries,
        Duration time,
        OptionalDouble dollars) {
    public JobFacts {
        skippedExamples = List.copyOf(skippedExamples);
    }

    /** The same, of a backend by another name, which charged so much. */
    public JobFacts on(String other, OptionalDouble charged) {
        return of(other, inputs, charged);
    }

    /** The same, of so many inputs. */
    public JobFacts ofInputs(int count) {
        return of(where, count, dollars);
    }

    private JobFacts of(String other, int count, OptionalDouble charged) {
        return new JobFacts(
                other,
                count,
                bytesRead,
                textBytes,
                lines,
                emitted,
                keys,
                skippedRecords,
                skippedExamples,
                replacedCharacters,
                spilledBytes,
                retries,
                time,
                charged);
    }
}
