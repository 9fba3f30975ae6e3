package dev.mayfly.kernel.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.mayfly.engine.Columns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the JDK and of Jackson that say more than their text: places, JSON, rows of a database. */
final class MoreForms {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MoreForms() {}

    /** A path, with what is there. */
    static MimeBundle path(Path path, Renderer renderer) {
        String what;
        try {
            what = Files.isDirectory(path)
                    ? "a folder"
                    : Files.isRegularFile(path) ? Figures.bytes(Files.size(path)) : "";
        } catch (IOException e) {
            what = "unreadable";
        }
        return MimeBundle.text(what.isEmpty() ? path.toString() : path + "  (" + what + ")");
    }

    /** An address, to click on where it is one of the web. */
    static MimeBundle uri(URI uri, Renderer renderer) {
        MimeBundle plain = PlainForm.of(uri);
        boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        String safe = Html.escape(uri.toString());
        return isWeb
                ? plain.with(MimeBundle.HTML, "<a href=\"" + safe + "\" rel=\"noopener\">" + safe + "</a>")
                : plain;
    }

    /** A JSON tree: indented, and as a tree to open where the front end has one. */
    static MimeBundle json(JsonNode node, Renderer renderer) {
        try {
            MimeBundle plain = MimeBundle.text(PlainForm.cut(JSON.writeValueAsString(node)));
            return node.isContainerNode()
                    ? plain.with("application/json", JSON.convertValue(node, Object.class))
                    : plain;
        } catch (JsonProcessingException e) {
            return PlainForm.of(node);
        }
    }

    /** The next rows of a query, which showing them uses up unless the result can be read again. */
    static MimeBundle rows(ResultSet result, Renderer renderer) {
        try {
            ResultSetMetaData types = result.getMetaData();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= types.getColumnCount(); column++) {
                names.add(types.getColumnLabel(column));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            boolean more = result.next();
            while (more && rows.size() < Table.MOST_ROWS) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int column = 1; column <= names.size(); column++) {
                    row.add(result.getObject(column));
                }
                rows.add(row);
                more = result.next();
            }
            boolean again = result.getType() != ResultSet.TYPE_FORWARD_ONLY;
            if (again) {
                result.beforeFirst();
            }
            // How many rows a query has is known at its end alone.
            Table table = Table.of(new Columns(names, rows), rows.size(), rows.size() + (more ? 1 : 0));
            String note = (more ? "the first " + Figures.count(rows.size(), "row") : Figures.count(rows.size(), "row"))
                    + (again ? "" : ", used up by showing them");
            return MimeBundle.text(TextTable.of(table, renderer.width()) + "\n" + note)
                    .with(MimeBundle.HTML, HtmlTable.of(table) + "\n<p>" + Html.escape(note) + "</p>")
                    .with(DataResource.MIME, DataResource.of(table));
        } catch (SQLException e) {
            return MimeBundle.text("a result set that cannot be read: " + e.getMessage());
        }
    }
}
