package dev.mayfly.engine.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.mayfly.engine.source.RecordShape.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records of JSON objects, an object a line. Fields that the record does not have are skipped. */
final class JsonRecords<R extends Record> implements RecordParser<R> {
    private static final JsonFactory JSON = new JsonFactory();

    private final RecordShape<R> shape;

    JsonRecords(RecordShape<R> shape) {
        this.shape = shape;
    }

    @Override
    public R parse(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRecordException("is not a JSON object: " + BadRecordException.quote(line));
            }
            R record = object(json, shape);
            if (json.nextToken() != null) {
                throw new BadRecordException("has more than one JSON object: " + BadRecordException.quote(line));
            }
            return record;
        } catch (JsonProcessingException e) {
            throw new BadRecordException(
                    "is not JSON at character " + e.getLocation().getColumnNr() + ": "
                            + firstLine(e.getOriginalMessage()) + ": " + BadRecordException.quote(line),
                    e);
        } catch (IOException e) {
            throw new BadRecordException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** Every line of JSON names its own columns. */
    @Override
    public Optional<RecordParser<R>> headed(String firstLine) {
        return Optional.empty();
    }

    @Override
    public boolean isInOrder() {
        return true;
    }

    private static <T extends Record> T object(JsonParser json, RecordShape<T> shape) throws IOException {
        List<Column> columns = shape.columns();
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        boolean[] seen = new boolean[columns.size()];
        int expected = 0;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            int index = find(columns, name, expected);
            json.nextToken();
            if (index < 0) {
                json.skipChildren();
                continue;
            }
            Column column = columns.get(index);
            if (seen[index]) {
                throw new BadRecordException(column.label() + " appears twice");
            }
            seen[index] = true;
            values[index] =
                    json.currentToken() == JsonToken.VALUE_NULL ? column.absent() : column.present(value(json, column));
            expected = index + 1;
        }
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                values[i] = columns.get(i).absent();
            }
        }
        return shape.make(values);
    }

    /** Writers keep the order of their fields, so the component after the last one is looked at first. */
    private static int find(List<Column> columns, String name, int expected) {
        for (int i = 0; i < columns.size(); i++) {
            int index = (expected + i) % columns.size();
            if (columns.get(index).name().equals(name)) {
                return index;
            }
        }
        return -1;
    }

    private static Object value(JsonParser json, Column column) throws IOException {
        return value(json, column, column.type());
    }

    private static Object value(JsonParser json, Column column, ColumnType type) throws IOException {
        JsonToken token = json.currentToken();
        if (type instanceof Scalar scalar) {
            if (token == JsonToken.VALUE_NUMBER_INT && json.getTextLength() <= Scalar.SAFE_DIGITS && scalar.isWhole()) {
                return column.whole(scalar, json.getLongValue());
            }
            if (token.isScalarValue()) {
                return column.scalar(scalar, json.getText());
            }
            throw unexpected(column, scalar.expected(), token);
        }
        if (type instanceof ColumnType.Nested nested) {
            if (token != JsonToken.START_OBJECT) {
                throw unexpected(column, "an object", token);
            }
            return object(json, nested.shape());
        }
        if (token != JsonToken.START_ARRAY) {
            throw unexpected(column, "an array", token);
        }
        return array(json, column, ((ColumnType.Many) type).element());
    }

    private static List<Object> array(JsonParser json, Column column, ColumnType element) throws IOException {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                throw new BadRecordException(column.label() + " has a null in its array");
            }
            list.add(value(json, column, element));
        }
        return list;
    }

    private static BadRecordException unexpected(Column column, String expected, JsonToken token) {
        String found =
                switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    default -> "a plain value";
                };
        return new BadRecordException(column.label() + ": expected " + expected + ", found " + found);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
