package dev.mayfly.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** What a value is in a Parquet file, as Parquet's "Logical Types" has it. */
sealed interface ParquetColumn {

    /** The column's type in the schema; each may be absent. */
    Type type(String name);

    /** Writes a value that is not null. */
    void write(Object value, RecordConsumer out);

    /** A value of one of the JDK's plain types. */
    record Plain(
            Class<?> of, PrimitiveTypeName stored, @Nullable LogicalTypeAnnotation meaning, int length, Writer writer)
            implements ParquetColumn {
        @Override
        public Type type(String name) {
            var type = Types.optional(stored);
            if (length > 0) {
                type = type.length(length);
            }
            return (meaning == null ? type : type.as(meaning)).named(name);
        }

        @Override
        public void write(Object value, RecordConsumer out) {
            if (!of.isInstance(value)) {
                throw new IllegalArgumentException(
                        "found a " + value.getClass().getSimpleName() + " where rows before have a "
                                + of.getSimpleName() + ": map rows to a record of one type first");
            }
            writer.write(value, out);
        }
    }

    /** Hands a value to Parquet. */
    @FunctionalInterface
    interface Writer {
        void write(Object value, RecordConsumer out);
    }

    /** The components of a record. */
    record Row(Class<?> of, List<Field> fields) implements ParquetColumn {
        @Override
        public Type type(String name) {
            return new GroupType(Repetition.OPTIONAL, name, types());
        }

        List<Type> types() {
            return fields.stream()
                    .map(field -> field.column().type(field.name()))
                    .toList();
        }

        @Override
        public void write(Object value, RecordConsumer out) {
            out.startGroup();
            writeFields(value, out);
            out.endGroup();
        }

        void writeFields(Object row, RecordConsumer out) {
            if (!of.isInstance(row)) {
                throw new IllegalArgumentException(
                        "found a " + row.getClass().getSimpleName() + " where rows before have a " + of.getSimpleName()
                                + ": map rows to a record of one type first");
            }
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                Object value = field.reader().read(row);
                if (value != null) {
                    out.startField(field.name(), i);
                    try {
                        field.column().write(value, out);
                    } catch (IllegalArgumentException | ArithmeticException e) {
                        throw new IllegalArgumentException("column " + field.name() + ": " + e.getMessage(), e);
                    }
                    out.endField(field.name(), i);
                }
            }
        }
    }

    /** One column of a row. */
    record Field(String name, Reader reader, ParquetColumn column) {}

    /** Takes a value out of a row. */
    @FunctionalInterface
    interface Reader {
        @Nullable
        Object read(Object row);
    }

    /** A list, a set or an array. */
    record Many(ParquetColumn element) implements ParquetColumn {
        @Override
        public Type type(String name) {
            return ConversionPatterns.listOfElements(Repetition.OPTIONAL, name, element.type("element"));
        }

        @Override
        public void write(Object value, RecordConsumer out) {
            Collection<?> elements = ParquetSchema.elements(value);
            out.startGroup();
            if (!elements.isEmpty()) {
                out.startField("list", 0);
                for (Object each : elements) {
                    out.startGroup();
                    field("element", 0, element, each, out);
                    out.endGroup();
                }
                out.endField("list", 0);
            }
            out.endGroup();
        }
    }

    /** A map; its keys are never null. */
    record Table(ParquetColumn key, ParquetColumn value) implements ParquetColumn {
        @Override
        public Type type(String name) {
            Type keys = key.type("key");
            Type required = keys.isPrimitive()
                    ? Types.required(keys.asPrimitiveType().getPrimitiveTypeName())
                            .length(keys.asPrimitiveType().getTypeLength())
                            .as(keys.getLogicalTypeAnnotation())
                            .named("key")
                    : keys.asGroupType().withNewFields(keys.asGroupType().getFields());
            return ConversionPatterns.mapType(Repetition.OPTIONAL, name, "key_value", required, value.type("value"));
        }

        @Override
        public void write(Object map, RecordConsumer out) {
            out.startGroup();
            if (!((Map<?, ?>) map).isEmpty()) {
                out.startField("key_value", 0);
                ((Map<?, ?>) map).forEach((k, v) -> {
                    out.startGroup();
                    field("key", 0, key, k, out);
                    field("value", 1, value, v, out);
                    out.endGroup();
                });
                out.endField("key_value", 0);
            }
            out.endGroup();
        }
    }

    private static void field(
            String name, int index, ParquetColumn column, @Nullable Object value, RecordConsumer out) {
        Object present = ParquetSchema.present(value);
        if (present != null) {
            out.startField(name, index);
            column.write(present, out);
            out.endField(name, index);
        }
    }
}
