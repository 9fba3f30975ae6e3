package dev.mayfly.engine.source;

import java.util.Optional;

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
        RecordShape<R> shape = RecordShape.of(type);
        return format instanceof RecordFormat.Csv csv
                ? CsvRecords.inOrder(shape, csv.separator())
                : new JsonRecords<>(shape);
    }

    /**
     * Reads one line.
     *
     * @throws BadRecordException if the line does not hold such a record
     */
    R parse(String line);

    /**
     * The parser of the lines that follow, if an input's first line names columns rather than holding values. It does
     * where each component has a column of its name; one that is an {@code Optional} may have none.
     */
    Optional<RecordParser<R>> headed(String firstLine);

    /** Whether columns are taken by their place, or have been found where their place would be. */
    boolean isInOrder();
}
