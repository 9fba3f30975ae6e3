package dev.mayfly.engine.source;

/** What a component of a record may hold. */
sealed interface ColumnType permits Scalar, ColumnType.Nested, ColumnType.Many {

    /** A record within the record. */
    record Nested(RecordShape<?> shape) implements ColumnType {}

    /** A list. */
    record Many(ColumnType element) implements ColumnType {}
}
