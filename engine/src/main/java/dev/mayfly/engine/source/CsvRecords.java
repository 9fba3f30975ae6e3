package dev.mayfly.engine.source;

import dev.mayfly.engine.source.RecordShape.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of separated values: RFC 4180, a record a line. An empty cell is an absent value, or empty text. Columns that
 * no component is named like are passed over.
 */
final class CsvRecords<R extends Record> implements RecordParser<R> {
    private static final int NONE = -1;

    private final RecordShape<R> shape;
    private final char separator;
    private final Column[] columns;
    private final Scalar[] types;
    /** For each cell of a line the component that it is of, or {@link #NONE}. */
    private final int[] components;
    /** Whether each component has a cell. */
    private final boolean complete;
    /** What a line's columns are called, for messages. */
    private final List<String> names;

    private CsvRecords(RecordShape<R> shape, char separator, int[] components, List<String> names) {
        this.shape = shape;
        this.separator = separator;
        this.components = components;
        this.names = names;
        this.complete = Arrays.stream(components).filter(i -> i != NONE).count()
                == shape.columns().size();
        this.columns = shape.columns().toArray(Column[]::new);
        this.types = new Scalar[columns.length];
        for (int i = 0; i < columns.length; i++) {
            if (!(columns[i].type() instanceof Scalar scalar)) {
                throw new IllegalArgumentException("Component " + columns[i].path() + " of " + shape.name()
                        + " is a record or a list, which a CSV cell cannot hold: use json, or text");
            }
            types[i] = scalar;
        }
    }

    /** Columns in the order of the components. */
    static <R extends Record> CsvRecords<R> inOrder(RecordShape<R> shape, char separator) {
        int[] components = new int[shape.columns().size()];
        Arrays.setAll(components, i -> i);
        List<String> names = shape.columns().stream().map(Column::name).toList();
        return new CsvRecords<>(shape, separator, components, names);
    }

    @Override
    public Optional<RecordParser<R>> headed(String firstLine) {
        List<String> header = new ArrayList<>();
        try {
            for (CsvCells cells = new CsvCells(firstLine, separator); cells.next(); ) {
                header.add(cells.cell().strip());
            }
        } catch (BadRecordException e) {
            return Optional.empty();
        }
        int[] found = new int[header.size()];
        Arrays.fill(found, NONE);
        int named = 0;
        for (int i = 0; i < columns.length; i++) {
            int at = header.indexOf(columns[i].name());
            if (at >= 0) {
                found[at] = i;
                named++;
            } else if (!columns[i].optional()) {
                return Optional.empty();
            }
        }
        return named == 0 ? Optional.empty() : Optional.of(new CsvRecords<>(shape, separator, found, header));
    }

    @Override
    public boolean isInOrder() {
        for (int i = 0; i < components.length; i++) {
            if (components[i] != i) {
                return false;
            }
        }
        return components.length == columns.length;
    }

    @Override
    public R parse(String line) {
        @Nullable Object[] values = new @Nullable Object[columns.length];
        int count = 0;
        for (CsvCells cells = new CsvCells(line, separator); cells.next(); count++) {
            int component = count < components.length ? components[count] : NONE;
            if (component != NONE) {
                values[component] = value(columns[component], types[component], cells);
            }
        }
        if (count != components.length) {
            throw new BadRecordException("has " + count + " columns, " + shape.name() + " has " + components.length
                    + " (" + String.join(", ", names) + "): "
                    + BadRecordException.quote(line));
        }
        if (!complete) {
            fillAbsent(values);
        }
        return shape.make(values);
    }

    /** Only an optional component, which is never null, has no column. */
    private void fillAbsent(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null && columns[i].optional()) {
                values[i] = Optional.empty();
            }
        }
    }

    private static @Nullable Object value(Column column, Scalar type, CsvCells cells) {
        boolean absent = cells.isEmpty() && (column.optional() || !type.text());
        return absent ? column.absent() : column.present(column.scalar(type, cells.text(), cells.from(), cells.to()));
    }
}
