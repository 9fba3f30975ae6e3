package dev.mayfly.engine.source;

/** How a line holds a record. */
public enum RecordFormat {
    /** One JSON object a line; unknown fields are ignored. */
    JSON,
    /** Comma-separated values (RFC 4180, no line breaks within fields), in the order of the record's components. */
    CSV
}
