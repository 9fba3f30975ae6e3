package dev.mayfly.engine.source;

import java.io.Serializable;

/** How a line holds a record. */
public sealed interface RecordFormat extends Serializable {
    /** One JSON object a line; unknown fields are ignored. */
    RecordFormat JSON = new Json();

    /** Comma-separated values. */
    RecordFormat CSV = new Csv(',');

    /** One JSON object a line; unknown fields are ignored. */
    record Json() implements RecordFormat {}

    /**
     * Separated values (RFC 4180, no line breaks within fields): by the names of the input's first line where that names
     * the record's components, and else in the order of the components.
     */
    record Csv(char separator) implements RecordFormat {
        public Csv {
            if (separator == '"' || separator == '\n' || separator == '\r') {
                throw new IllegalArgumentException("a quote or a line break cannot separate values: use , or ; or \\t");
            }
        }
    }
}
