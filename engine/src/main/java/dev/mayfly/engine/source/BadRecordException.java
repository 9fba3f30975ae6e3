package dev.mayfly.engine.source;

import org.jspecify.annotations.Nullable;

/**
 * A line that does not hold the record expected. The message names the column, the value found and what was expected;
 * where the record's own constructor refused the values, the cause is what it threw.
 */
public final class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_VALUE = 80;

    BadRecordException(String message) {
        super(message);
    }

    BadRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A value cut to what a message can hold. */
    static String quote(String value) {
        return value.length() <= LONGEST_VALUE
                ? '"' + value + '"'
                : '"' + value.substring(0, LONGEST_VALUE) + "\"... (" + value.length() + " characters)";
    }
}
