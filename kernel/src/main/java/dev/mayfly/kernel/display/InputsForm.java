package dev.mayfly.kernel.display;

import dev.mayfly.engine.Columns;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a job would read: each input with what is known of it, and the sum of their bytes. Reads nothing. */
final class InputsForm {
    private static final List<String> COLUMNS = List.of("name", "bytes", "modified", "version");

    private InputsForm() {}

    static MimeBundle of(Inputs inputs, Renderer renderer) {
        List<List<@Nullable Object>> cells = new ArrayList<>();
        for (Input input :
                inputs.list().subList(0, Math.min(Table.MOST_ROWS, inputs.list().size()))) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(input.name());
            row.add(input.size().isPresent() ? (Object) input.size().getAsLong() : null);
            row.add(input.modified().orElse(null));
            row.add(input.version().orElse(null));
            cells.add(row);
        }
        Table table = Table.of(
                new Columns(COLUMNS, cells), cells.size(), inputs.list().size());
        String caption = Figures.count(inputs.list().size(), "input") + bytes(inputs);
        return MimeBundle.text(TextTable.of(table, renderer.width()) + "\n" + caption)
                .with(MimeBundle.HTML, HtmlTable.of(table) + "\n<p>" + Html.escape(caption) + "</p>")
                .with(DataResource.MIME, DataResource.of(table));
    }

    private static String bytes(Inputs inputs) {
        long sum = 0;
        for (Input input : inputs) {
            OptionalLong size = input.size();
            if (size.isEmpty()) {
                return "";
            }
            sum += size.getAsLong();
        }
        return ", " + Figures.bytes(sum);
    }
}
