package dev.mayfly.kernel.display;

import dev.mayfly.engine.Columns;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** The JDK's containers: rows where their elements have parts, else one line of elements, each bounded. */
final class ValueForms {
    private static final int MOST_ELEMENTS = 200;

    private ValueForms() {}

    static MimeBundle collection(Collection<?> elements, Renderer renderer) {
        return several(elements.iterator(), elements.size(), renderer, "print it, or stream it, to see all");
    }

    static MimeBundle array(Object array, Renderer renderer) {
        List<@Nullable Object> elements =
                array instanceof Object[] objects ? Arrays.asList(objects) : new ArrayAsList(array);
        return several(elements.iterator(), elements.size(), renderer, "print Arrays.toString(...) to see all");
    }

    static MimeBundle map(Map<?, ?> map, Renderer renderer) {
        if (map.isEmpty()) {
            return MimeBundle.text("{}");
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (cells.size() == Table.MOST_ROWS) {
                break;
            }
            cells.add(Arrays.asList(entry.getKey(), entry.getValue()));
        }
        Columns columns = new Columns(List.of("key", "value"), cells);
        return table(Table.of(columns, cells.size(), map.size()), renderer, "read its entrySet() to see all");
    }

    static MimeBundle record(Record value, Renderer renderer) {
        Columns columns = Columns.of(List.of(value));
        StringBuilder html = new StringBuilder("<table class=\"mayfly\"><tbody>\n");
        for (int i = 0; i < columns.names().size(); i++) {
            html.append("<tr><th style=\"text-align:left\">")
                    .append(Html.escape(columns.names().get(i)))
                    .append("</th><td style=\"text-align:left\">")
                    .append(Html.escape(CellText.of(columns.cells().get(0).get(i))))
                    .append("</td></tr>\n");
        }
        MimeBundle plain = PlainForm.of(value);
        return columns.names().isEmpty()
                ? plain
                : plain.with(MimeBundle.HTML, html.append("</tbody></table>").toString());
    }

    /** Shows the start of a stream, and uses it up: it can be read only once. */
    static MimeBundle stream(BaseStream<?, ?> stream, Renderer renderer) {
        List<@Nullable Object> start = new ArrayList<>();
        boolean more;
        try (stream) {
            Iterator<?> elements = stream.iterator();
            while (start.size() < Table.MOST_ROWS && elements.hasNext()) {
                start.add(elements.next());
            }
            more = start.size() == Table.MOST_ROWS && elements.hasNext();
        }
        MimeBundle shown = several(start.iterator(), start.size(), renderer, "");
        String note = (more ? "the first " + start.size() + " elements" : Figures.count(start.size(), "element"))
                + " of a stream, which is used up by showing it";
        MimeBundle noted = MimeBundle.text(shown.plain() + "\n" + note);
        for (Map.Entry<String, Object> form : shown.data().entrySet()) {
            if (form.getKey().equals(MimeBundle.HTML)) {
                noted = noted.with(MimeBundle.HTML, form.getValue() + "\n<p>" + Html.escape(note) + "</p>");
            } else if (!form.getKey().equals(MimeBundle.TEXT)) {
                noted = noted.with(form.getKey(), form.getValue());
            }
        }
        return noted;
    }

    static String stackTrace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return PlainForm.cut(trace.toString().stripTrailing());
    }

    private static MimeBundle several(Iterator<?> elements, int size, Renderer renderer, String seeAll) {
        List<@Nullable Object> start = new ArrayList<>();
        while (start.size() < MOST_ELEMENTS && elements.hasNext()) {
            start.add(elements.next());
        }
        boolean rows = !start.isEmpty() && start.stream().allMatch(ValueForms::hasParts);
        if (rows) {
            int head = Math.min(start.size(), Table.MOST_ROWS);
            return table(Table.of(Columns.of(start.subList(0, head)), head, size), renderer, seeAll);
        }
        StringBuilder text = new StringBuilder("[");
        int shown = 0;
        for (Object element : start) {
            String next = CellText.clip(CellText.nested(element));
            if (text.length() + next.length() > PlainForm.MOST_CHARACTERS) {
                break;
            }
            text.append(shown == 0 ? "" : ", ").append(next);
            shown++;
        }
        text.append(shown < size ? ", …]" : "]");
        if (shown < size) {
            text.append("\n")
                    .append(Figures.count(size, "element"))
                    .append(", ")
                    .append(Figures.count(shown));
            text.append(" shown: ").append(seeAll);
        }
        return MimeBundle.text(text.toString());
    }

    private static boolean hasParts(@Nullable Object element) {
        return element instanceof Record || element instanceof Object[] || element instanceof List<?>;
    }

    /** Rows as a table, with how many there are and how to see them all. */
    static MimeBundle table(Table table, Renderer renderer, String seeAll) {
        String text = TextTable.of(table, renderer.width()) + "\n"
                + ResultForm.caption(table.atMost(TextTable.MOST_ROWS), seeAll);
        String html = HtmlTable.of(table) + "\n<p>" + Html.escape(ResultForm.caption(table, seeAll)) + "</p>";
        return MimeBundle.text(text).with(MimeBundle.HTML, html).with(DataResource.MIME, DataResource.of(table));
    }

    /** A view of an array of primitives. */
    private static final class ArrayAsList extends java.util.AbstractList<@Nullable Object> {
        private final Object array;

        ArrayAsList(Object array) {
            this.array = array;
        }

        @Override
        public @Nullable Object get(int index) {
            return Array.get(array, index);
        }

        @Override
        public int size() {
            return Array.getLength(array);
        }
    }
}
