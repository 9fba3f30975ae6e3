package dev.mayfly.engine;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of rows: from what their record type declares, and where that says too little, such as of the key of
 * a pair, from the first rows.
 */
final class ParquetSchema {
    private ParquetSchema() {}

    /**
     * The columns of rows.
     *
     * @param rows the first of them
     * @throws IllegalArgumentException if a column has a type that a Parquet file cannot hold
     */
    static ParquetColumn.Row of(List<?> rows) {
        ParquetColumn column = rows.isEmpty() ? unknown() : of("the rows", Object.class, rows);
        return column instanceof ParquetColumn.Row row
                ? row
                : new ParquetColumn.Row(Object.class, List.of(new ParquetColumn.Field("value", row -> row, column)));
    }

    private static ParquetColumn unknown() {
        return ParquetScalars.of(String.class).orElseThrow();
    }

    private static ParquetColumn of(String name, Type declared, Collection<?> values) {
        Class<?> raw = raw(declared);
        if (Optional.class == raw) {
            return of(name, argument(declared, 0), present(values));
        }
        Optional<ParquetColumn> plain = ParquetScalars.of(raw);
        if (plain.isPresent()) {
            return plain.get();
        }
        if (raw.isRecord()) {
            return record(name, raw, values);
        }
        if (Map.class.isAssignableFrom(raw)) {
            List<Object> keys = new ArrayList<>();
            List<Object> entries = new ArrayList<>();
            for (Object map : present(values)) {
                keys.addAll(((Map<?, ?>) map).keySet());
                entries.addAll(((Map<?, ?>) map).values());
            }
            return new ParquetColumn.Table(
                    of(name + " key", argument(declared, 0), keys),
                    of(name + " value", argument(declared, 1), entries));
        }
        if (Collection.class.isAssignableFrom(raw)
                || (raw.isArray() && !raw.getComponentType().isPrimitive())) {
            List<Object> all = new ArrayList<>();
            present(values).forEach(each -> all.addAll(elements(each)));
            return new ParquetColumn.Many(
                    of(name + " element", raw.isArray() ? raw.getComponentType() : argument(declared, 0), all));
        }
        return byValue(name, raw, present(values));
    }

    /** The column of values whose declared type says too little. */
    private static ParquetColumn byValue(String name, Class<?> declared, List<Object> values) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Object value : values) {
            classes.add(
                    value instanceof Map<?, ?>
                            ? Map.class
                            : value instanceof Collection<?> ? Collection.class : value.getClass());
        }
        if (classes.isEmpty()) {
            return unknown();
        }
        Class<?> only = classes.iterator().next();
        if (classes.size() > 1 || only == declared) {
            throw new IllegalArgumentException(name + " of type "
                    + String.join(
                            " and ", classes.stream().map(Class::getSimpleName).toList())
                    + " cannot be written to Parquet: map rows to a record of text, numbers, dates, records, lists and maps"
                    + " first");
        }
        return of(name, only, values);
    }

    private static ParquetColumn record(String name, Class<?> type, Collection<?> values) {
        List<ParquetColumn.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            ParquetColumn.Reader reader = row -> present(read(component, row));
            List<Object> mine = new ArrayList<>();
            for (Object row : present(values)) {
                Object value = type.isInstance(row) ? reader.read(row) : null;
                if (value != null) {
                    mine.add(value);
                }
            }
            String column =
                    name.equals("the rows") ? "column " + component.getName() : name + "." + component.getName();
            fields.add(
                    new ParquetColumn.Field(component.getName(), reader, of(column, component.getGenericType(), mine)));
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has no components, so there is nothing to write to Parquet");
        }
        return new ParquetColumn.Row(type, fields);
    }

    private static @Nullable Object read(RecordComponent component, Object row) {
        try {
            return component.getAccessor().invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** A value, or what an {@code Optional} holds. */
    static @Nullable Object present(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private static List<Object> present(Collection<?> values) {
        List<Object> all = new ArrayList<>();
        for (Object value : values) {
            Object present = present(value);
            if (present != null) {
                all.add(present);
            }
        }
        return all;
    }

    /** The elements of a collection or an array. */
    static Collection<?> elements(Object value) {
        return value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isPrimitive() ? MethodType.methodType(plain).wrap().returnType() : plain;
        }
        return type instanceof ParameterizedType parameterized ? (Class<?>) parameterized.getRawType() : Object.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getActualTypeArguments().length > index
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }
}
