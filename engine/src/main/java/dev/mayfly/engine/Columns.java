package dev.mayfly.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows laid out in columns: a record has a column for each component, an array or a list one for each element, a pair
 * the columns of its key and then those of its value; anything else is one column. An {@code Optional} is its value, or
 * null.
 *
 * @param names one for each column
 * @param cells one list for each row, as long as {@code names}; a row with fewer elements is filled with nulls
 */
public record Columns(List<String> names, List<List<@Nullable Object>> cells) {

    /** Lays out rows. Column names come from the widest row. */
    public static Columns of(List<?> rows) {
        List<String> names = List.of();
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Object row : rows) {
            List<String> mine = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            flatten("", row, mine, values);
            if (mine.size() > names.size()) {
                names = mine;
            }
            cells.add(values);
        }
        for (List<@Nullable Object> row : cells) {
            while (row.size() < names.size()) {
                row.add(null);
            }
        }
        return new Columns(List.copyOf(names), cells);
    }

    private static void flatten(String name, @Nullable Object row, List<String> names, List<@Nullable Object> values) {
        if (row instanceof Pair<?, ?> pair) {
            flatten(within(name, "key"), pair.key(), names, values);
            flatten(within(name, "value"), pair.value(), names, values);
        } else if (row instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                names.add(component.getName());
                values.add(present(read(record, component)));
            }
        } else if (row instanceof Object[] array) {
            elements(name, Arrays.asList(array), names, values);
        } else if (row instanceof List<?> list) {
            elements(name, list, names, values);
        } else {
            names.add(name.isEmpty() ? "value" : name);
            values.add(present(row));
        }
    }

    private static @Nullable Object present(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private static void elements(String name, List<?> list, List<String> names, List<@Nullable Object> values) {
        for (int i = 0; i < list.size(); i++) {
            names.add((name.isEmpty() ? "" : name) + "[" + i + "]");
            values.add(list.get(i));
        }
    }

    private static String within(String outer, String inner) {
        return outer.isEmpty() ? inner : outer + "." + inner;
    }

    private static @Nullable Object read(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(component + " threw " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
