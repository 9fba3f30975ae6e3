package dev.mayfly.kernel.display;

import dev.mayfly.engine.Columns;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data frames of libraries that a cell may bring along, DFLib and Tablesaw: as our own tables, with the first rows and how
 * many there are. None of them is on our class path, so they are asked by name.
 */
final class FrameForm {
    private FrameForm() {}

    /** The rows of a frame; nothing where the value is none, or not of a version that answers these questions. */
    static Optional<MimeBundle> of(Object value, Renderer renderer) {
        try {
            if (isA(value.getClass(), "org.dflib.DataFrame")) {
                return Optional.of(dflib(value, renderer));
            }
            if (isA(value.getClass(), "tech.tablesaw.api.Table")) {
                return Optional.of(tablesaw(value, renderer));
            }
            return Optional.empty();
        } catch (ReflectiveOperationException | ClassCastException e) {
            // Another version than those known here: its own text serves.
            return Optional.empty();
        }
    }

    private static boolean isA(@Nullable Class<?> type, String name) {
        if (type == null) {
            return false;
        }
        if (type.getName().equals(name) || isA(type.getSuperclass(), name)) {
            return true;
        }
        for (Class<?> implemented : type.getInterfaces()) {
            if (isA(implemented, name)) {
                return true;
            }
        }
        return false;
    }

    private static MimeBundle dflib(Object frame, Renderer renderer) throws ReflectiveOperationException {
        Class<?> type = interfaceOf(frame, "org.dflib.DataFrame");
        Object index = ask(type, frame, "getColumnsIndex");
        String[] names =
                (String[]) ask(Class.forName("org.dflib.Index", false, type.getClassLoader()), index, "toArray");
        int height = (int) ask(type, frame, "height");
        Method get = type.getMethod("get", int.class, int.class);
        return table(List.of(names), height, renderer, (row, column) -> get.invoke(frame, column, row));
    }

    private static MimeBundle tablesaw(Object table, Renderer renderer) throws ReflectiveOperationException {
        Class<?> type =
                Class.forName("tech.tablesaw.api.Table", false, table.getClass().getClassLoader());
        List<String> names = new ArrayList<>();
        ((List<?>) ask(type, table, "columnNames")).forEach(name -> names.add(String.valueOf(name)));
        int height = (int) ask(type, table, "rowCount");
        Method get = type.getMethod("get", int.class, int.class);
        return table(names, height, renderer, (row, column) -> get.invoke(table, row, column));
    }

    private static Class<?> interfaceOf(Object value, String name) throws ClassNotFoundException {
        return Class.forName(name, false, value.getClass().getClassLoader());
    }

    private static Object ask(Class<?> type, Object value, String question) throws ReflectiveOperationException {
        return type.getMethod(question).invoke(value);
    }

    private interface Cells {
        @Nullable
        Object at(int row, int column) throws ReflectiveOperationException;
    }

    private static MimeBundle table(List<String> names, int height, Renderer renderer, Cells cells)
            throws ReflectiveOperationException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(height, Table.MOST_ROWS); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < names.size(); column++) {
                values.add(cells.at(row, column));
            }
            rows.add(values);
        }
        Table table = Table.of(new Columns(names, rows), rows.size(), height);
        return ValueForms.table(table, renderer, "ask the frame itself to see all");
    }
}
