package dev.mayfly.engine.source;

/**
 * Reads lines as records. Components may be text, primitives and their boxes, {@code BigDecimal}, {@code BigInteger},
 * enums, {@code LocalDate}, {@code LocalDateTime}, {@code Instant}, and an {@code Optional} of any of these; in JSON
 * also records of such components and lists. Numbers are never rounded: a value that its component cannot hold is an
 * error. Safe for use by many threads.
 *
 * @param <R> the record; it may be private, nested, or defined in a cell
 */
public sealed interface RecordParser<R extends Record> permits CsvRecords, JsonRecords {

    /**
     * The parser of a record type.
     *
     * @throws IllegalArgumentException if a component has a type that the format cannot hold: it names the component
     */
    static <R extends Record> RecordParser<R> of(RecordFormat format, Class<R> type) {
        return switch (format) {
            case JSON -> new JsonRecords<>(RecordShape.of(type));
            case CSV -> new CsvRecords<>(RecordShape.of(type));
        };
    }

    /**
     * Reads one line.
     *
     * @throws BadRecordException if the line does not hold such a record
     */
    R parse(String line);

    /** Whether the line names the columns rather than holding values: a CSV line equal to the component names. */
    boolean header(String line);
}
