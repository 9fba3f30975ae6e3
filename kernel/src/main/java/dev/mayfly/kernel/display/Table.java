package dev.mayfly.kernel.display;

import dev.mayfly.engine.Columns;
import dev.mayfly.engine.TableView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of many, in columns.
 *
 * @param columns the rows shown: the first {@code head} from the start, the others from the end
 * @param types a type name for each column
 * @param head how many rows are from the start
 * @param total how many rows there are; negative where reading on to count them was not worth it
 * @param formats of columns that are not written as their type is
 */
record Table(Columns columns, List<String> types, int head, long total, Map<Integer, TableView.Format> formats) {
    /** The most rows that are shown. */
    static final int MOST_ROWS = 50;

    private static final int TAIL = 10;
    /** Reading further than this only to show the last rows would cost more than they tell. */
    private static final long READ_FOR_TAIL = 2_000_000;

    static Table of(Columns columns, int head, long total) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < columns.names().size(); i++) {
            types.add(typeOf(columns.cells(), i));
        }
        return new Table(columns, types, head, total, Map.of());
    }

    /** The start and the end of the rows; the stream is read, not closed. */
    static Table of(Stream<?> rows, long total) {
        boolean whole = total <= MOST_ROWS;
        boolean tail = !whole && total <= READ_FOR_TAIL;
        int head = tail ? MOST_ROWS - TAIL : MOST_ROWS;
        List<Object> shown = new ArrayList<>();
        Iterator<?> iterator = rows.iterator();
        long at = 0;
        while (iterator.hasNext() && (at < head || tail)) {
            Object row = iterator.next();
            if (at < head || at >= total - TAIL) {
                shown.add(row);
            }
            at++;
            if ((at & 0xfff) == 0 && Thread.currentThread().isInterrupted()) {
                throw new java.util.concurrent.CancellationException("Interrupted while reading the last rows.");
            }
        }
        return of(Columns.of(shown), Math.min(head, shown.size()), total);
    }

    /** This table with fewer rows, from its start and its end. */
    Table atMost(int rows) {
        int shown = columns.cells().size();
        if (shown <= rows) {
            return this;
        }
        int tail = total > shown && head == shown ? 0 : rows / 4;
        List<List<@Nullable Object>> cells = new ArrayList<>(columns.cells().subList(0, rows - tail));
        cells.addAll(columns.cells().subList(shown - tail, shown));
        return new Table(new Columns(columns.names(), cells), types, rows - tail, total, formats);
    }

    /**
     * This table, written as a view says.
     *
     * @throws IllegalArgumentException if the view names a column that is not there
     */
    Table as(TableView view) {
        List<String> names = columns.names();
        Map<Integer, TableView.Format> chosen = new HashMap<>();
        view.formats().forEach((name, format) -> chosen.put(place(names, name), format));
        List<String> shown = new ArrayList<>(names);
        view.names().forEach((name, other) -> shown.set(place(names, name), other));
        return new Table(new Columns(shown, columns.cells()), types, head, total, chosen);
    }

    private static int place(List<String> names, String name) {
        int place = names.indexOf(name);
        if (place < 0 && !names.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no column \"" + name + "\"; there are " + String.join(", ", names));
        }
        return place;
    }

    /** A cell as text. */
    String text(int row, int column) {
        Object cell = columns.cells().get(row).get(column);
        return cell == null ? "" : CellFormat.text(cell, Optional.ofNullable(formats.get(column)));
    }

    /** A cell as HTML. */
    String html(int row, int column) {
        Object cell = columns.cells().get(row).get(column);
        return cell == null ? "" : CellFormat.html(cell, Optional.ofNullable(formats.get(column)));
    }

    int shown() {
        return columns.cells().size();
    }

    long cut() {
        return total - shown();
    }

    boolean isNumeric(int column) {
        boolean some = false;
        for (List<@Nullable Object> row : columns.cells()) {
            Object cell = row.get(column);
            if (cell != null && !(cell instanceof Number)) {
                return false;
            }
            some |= cell != null;
        }
        return some;
    }

    private static String typeOf(List<List<@Nullable Object>> rows, int column) {
        Class<?> common = null;
        for (List<@Nullable Object> row : rows) {
            Object cell = row.get(column);
            if (cell == null) {
                continue;
            }
            Class<?> type = cell.getClass();
            if (common == null || common == type) {
                common = type;
            } else {
                common = cell instanceof Number && Number.class.isAssignableFrom(common) ? Number.class : Object.class;
            }
        }
        return common == null ? "" : common.getSimpleName();
    }
}
