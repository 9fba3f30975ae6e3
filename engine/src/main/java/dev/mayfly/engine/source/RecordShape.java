package dev.mayfly.engine.source;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The components of a record type, and how to make one. */
final class RecordShape<R extends Record> {
    private final Class<R> type;
    private final List<Column> columns;
    private final MethodHandle maker;

    /**
     * One component.
     *
     * @param path its name, after those of the records around it
     * @param optional whether it is an {@code Optional} of the type
     */
    record Column(String name, String path, ColumnType type, boolean optional) {

        /** What stands for a value that is absent. */
        @Nullable
        Object absent() {
            if (optional) {
                return Optional.empty();
            }
            if (type instanceof Scalar scalar && scalar.primitive()) {
                throw new BadRecordException(label() + " is missing: expected " + scalar.expected());
            }
            return null;
        }

        Object present(Object value) {
            return optional ? Optional.of(value) : value;
        }

        Object scalar(Scalar scalar, String text) {
            return scalar(scalar, text, 0, text.length());
        }

        /** Reads a part of a text. */
        Object scalar(Scalar scalar, String text, int from, int to) {
            try {
                return scalar.read(text, from, to);
            } catch (RuntimeException e) {
                // Whatever the type's own reader threw, the text is not a value of the type.
                throw unexpected(scalar, text.substring(from, to), e);
            }
        }

        Object whole(Scalar scalar, long number) {
            try {
                return scalar.box(number);
            } catch (ArithmeticException e) {
                throw unexpected(scalar, Long.toString(number), e);
            }
        }

        private BadRecordException unexpected(Scalar scalar, String text, RuntimeException cause) {
            return new BadRecordException(
                    label() + ": expected " + scalar.expected() + ", found " + BadRecordException.quote(text), cause);
        }

        String label() {
            return "column " + path;
        }
    }

    private RecordShape(Class<R> type, List<Column> columns) {
        this.type = type;
        this.columns = List.copyOf(columns);
        this.maker = maker(type);
    }

    static <R extends Record> RecordShape<R> of(Class<R> type) {
        return of(type, "", List.of());
    }

    private static <R extends Record> RecordShape<R> of(Class<R> type, String prefix, List<Class<?>> around) {
        if (around.contains(type)) {
            throw new IllegalArgumentException(type.getSimpleName() + " contains itself, at " + prefix
                    + ": a line holds records of a fixed depth");
        }
        List<Class<?>> within = new ArrayList<>(around);
        within.add(type);
        List<Column> columns = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + component.getName();
            Type generic = component.getGenericType();
            Optional<Type> optional = argument(generic, Optional.class);
            columns.add(new Column(
                    component.getName(),
                    path,
                    columnType(type, path, optional.orElse(generic), within),
                    optional.isPresent()));
        }
        return new RecordShape<>(type, columns);
    }

    private static ColumnType columnType(Class<?> record, String path, Type type, List<Class<?>> around) {
        Optional<Type> element = argument(type, List.class);
        if (element.isPresent()) {
            return new ColumnType.Many(columnType(record, path, element.get(), around));
        }
        if (type instanceof Class<?> raw) {
            if (raw.isRecord()) {
                return new ColumnType.Nested(of(raw.asSubclass(Record.class), path + ".", around));
            }
            Optional<Scalar> scalar = Scalar.of(raw);
            if (scalar.isPresent()) {
                return scalar.get();
            }
        }
        throw new IllegalArgumentException("Component " + path + " of " + record.getSimpleName() + " is of type "
                + type.getTypeName() + ", which cannot be read from a line: use String, a number, boolean, an enum,"
                + " LocalDate, LocalDateTime, Instant, or an Optional of one");
    }

    private static Optional<Type> argument(Type type, Class<?> raw) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == raw
                ? Optional.of(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }

    private static MethodHandle maker(Class<? extends Record> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getSimpleName() + " cannot be made: " + e.getMessage(), e);
        }
    }

    List<Column> columns() {
        return columns;
    }

    String name() {
        return type.getSimpleName();
    }

    R make(@Nullable Object[] values) {
        try {
            return type.cast(maker.invokeExact(values));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // The record's own constructor may throw anything at all.
            throw new BadRecordException(type.getSimpleName() + " refuses " + Arrays.toString(values) + ": " + e, e);
        }
    }
}
