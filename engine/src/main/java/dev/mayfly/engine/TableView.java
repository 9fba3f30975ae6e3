package dev.mayfly.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Rows with a say in how their columns are written, as a value; the front end draws it. Immutable: each method returns
 * another view. Columns are named as a table of the rows names them.
 *
 * @param rows what is shown
 * @param formats how columns are written that are not written as their type is
 * @param names what stands above columns in place of their names
 */
public record TableView(Rows rows, Map<String, Format> formats, Map<String, String> names) {

    /** How a column is written. */
    public enum Format {
        /** {@code 1,234,567.89} */
        NUMBER,
        /** As the number is, without grouping: years, ports, ids. */
        PLAIN,
        /** {@code 12.3 MB}, from bytes. */
        BYTES,
        /** {@code 2 min 3 s}, from seconds. */
        SECONDS,
        /** {@code 2 min 3 s}, from milliseconds. */
        MILLISECONDS,
        /** {@code 12.3 %}, from a share of one. */
        PERCENT,
        /** {@code $0.0031}. */
        DOLLARS,
        /** Lists or arrays of numbers as small lines. */
        SPARKLINE
    }

    /** Rows that are asked for when they are shown. */
    public interface Rows {
        /** How many there are. */
        long count();

        /** All of them, from the start; the caller closes the stream. */
        Stream<?> stream();

        /** What the job did that made them, if one did. */
        Optional<JobFacts> facts();
    }

    public TableView {
        formats = Map.copyOf(formats);
        names = Map.copyOf(names);
    }

    /** A view of rows in memory. */
    public static TableView of(Collection<?> rows) {
        List<?> copy = List.copyOf(rows);
        return new TableView(new Asked(copy::size, copy::stream, Optional::empty), Map.of(), Map.of());
    }

    static TableView of(Result<?> result) {
        return new TableView(
                new Asked(result::count, result::stream, () -> Optional.of(result.facts())), Map.of(), Map.of());
    }

    private record Asked(
            Supplier<? extends Number> counted, Supplier<? extends Stream<?>> opened, Supplier<Optional<JobFacts>> did)
            implements Rows {
        @Override
        public long count() {
            return counted.get().longValue();
        }

        @Override
        public Stream<?> stream() {
            return opened.get();
        }

        @Override
        public Optional<JobFacts> facts() {
            return did.get();
        }
    }

    /** Writes a column in a format. */
    public TableView format(String column, Format format) {
        Map<String, Format> more = new LinkedHashMap<>(formats);
        more.put(column, format);
        return new TableView(rows, more, names);
    }

    /** Writes a column of bytes as {@code 12.3 MB}. */
    public TableView bytes(String column) {
        return format(column, Format.BYTES);
    }

    /** Writes a column of seconds as {@code 2 min 3 s}. */
    public TableView seconds(String column) {
        return format(column, Format.SECONDS);
    }

    /** Writes a column of milliseconds as {@code 2 min 3 s}. */
    public TableView milliseconds(String column) {
        return format(column, Format.MILLISECONDS);
    }

    /** Writes a column of shares of one as {@code 12.3 %}. */
    public TableView percent(String column) {
        return format(column, Format.PERCENT);
    }

    /** Writes a column of numbers without grouping. */
    public TableView plain(String column) {
        return format(column, Format.PLAIN);
    }

    /** Draws a column of lists of numbers as small lines. */
    public TableView sparkline(String column) {
        return format(column, Format.SPARKLINE);
    }

    /** Writes another name above a column. */
    public TableView name(String column, String shown) {
        Map<String, String> more = new LinkedHashMap<>(names);
        more.put(column, shown);
        return new TableView(rows, formats, more);
    }

    /** Says what it is; never runs a job. */
    @Override
    public String toString() {
        return "table view" + (formats.isEmpty() ? "" : " with formats for " + String.join(", ", formats.keySet()));
    }
}
