package dev.mayfly.engine.source;

import dev.mayfly.engine.source.RecordShape.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of comma-separated values: RFC 4180, a record a line. An empty cell is an absent value, or empty text. */
final class CsvRecords<R extends Record> implements RecordParser<R> {
    private final RecordShape<R> shape;
    private final List<Scalar> types = new ArrayList<>();
    private final List<String> names;

    CsvRecords(RecordShape<R> shape) {
        this.shape = shape;
        this.names = shape.columns().stream().map(Column::name).toList();
        for (Column column : shape.columns()) {
            if (!(column.type() instanceof Scalar scalar)) {
                throw new IllegalArgumentException("Component " + column.path() + " of " + shape.name()
                        + " is a record or a list, which a CSV cell cannot hold: use json, or text");
            }
            types.add(scalar);
        }
    }

    @Override
    public R parse(String line) {
        List<String> cells = CsvLine.split(line);
        if (cells.size() != types.size()) {
            throw new BadRecordException("has " + cells.size() + " columns, " + shape.name() + " has " + types.size()
                    + " (" + String.join(", ", names) + "): " + BadRecordException.quote(line));
        }
        @Nullable Object[] values = new @Nullable Object[types.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(shape.columns().get(i), types.get(i), cells.get(i));
        }
        return shape.make(values);
    }

    private static @Nullable Object value(Column column, Scalar type, String cell) {
        boolean absent = cell.isEmpty() && (column.optional() || !type.text());
        return absent ? column.absent() : column.present(column.scalar(type, cell));
    }

    @Override
    public boolean header(String line) {
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        try {
            return CsvLine.split(text).equals(names);
        } catch (BadRecordException e) {
            return false;
        }
    }
}
