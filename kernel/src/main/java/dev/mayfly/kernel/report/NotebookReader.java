package dev.mayfly.kernel.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads nbformat 4.0 to 4.5, and later minor versions, which may only add fields. */
final class NotebookReader {
    private static final Set<String> CELL_FIELDS =
            Set.of("cell_type", "id", "source", "metadata", "outputs", "execution_count");
    private static final Set<String> FIELDS = Set.of("cells", "metadata", "nbformat", "nbformat_minor");

    private NotebookReader() {}

    /**
     * Reads a notebook.
     *
     * @param name the file, for messages
     * @throws NotebookException if the text is not JSON, or not a notebook of nbformat 4
     */
    static Notebook read(String name, String text) throws NotebookException {
        JsonNode json;
        try {
            json = Json.parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new NotebookException(
                    name + " is not a notebook: its JSON is broken" + where + ": " + e.getOriginalMessage(), e);
        }
        JsonNode version = json.path("nbformat");
        if (!json.isObject() || !version.isInt()) {
            throw new NotebookException(name + " is not a notebook: it has no nbformat version");
        }
        if (version.intValue() != 4) {
            throw new NotebookException(name + " is a notebook of nbformat " + version
                    + ", and 4 is what can be read: open it in Jupyter and save it again");
        }
        if (!json.path("cells").isArray()) {
            throw new NotebookException(name + " is not a notebook: it has no list of cells");
        }
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : json.path("cells")) {
            cells.add(cell(name, cells.size(), cell));
        }
        return new Notebook(
                Math.max(5, json.path("nbformat_minor").asInt()),
                objectIn(json, "metadata"),
                CellIds.complete(cells),
                without((ObjectNode) json, FIELDS));
    }

    private static Cell cell(String name, int index, JsonNode json) throws NotebookException {
        if (!(json instanceof ObjectNode object) || !json.path("cell_type").isTextual()) {
            throw new NotebookException(name + " is not a notebook: its cell " + (index + 1) + " has no cell_type");
        }
        List<Output> outputs = new ArrayList<>();
        for (JsonNode output : json.path("outputs")) {
            if (output instanceof ObjectNode known) {
                outputs.add(output(known));
            }
        }
        return new Cell(
                json.path("cell_type").textValue(),
                json.path("id").asText(),
                text(json.path("source")),
                objectIn(json, "metadata"),
                outputs,
                count(json),
                without(object, CELL_FIELDS));
    }

    private static Output output(ObjectNode json) {
        return switch (json.path("output_type").asText()) {
            case "stream" -> new Output.Stream(json.path("name").asText("stdout"), text(json.path("text")));
            case "display_data" -> new Output.Display(bundle(json), objectIn(json, "metadata"), Optional.empty());
            case "execute_result" -> new Output.Value(count(json), bundle(json), objectIn(json, "metadata"));
            case "error" -> {
                List<String> traceback = new ArrayList<>();
                json.path("traceback").forEach(line -> traceback.add(line.asText()));
                yield new Output.Failure(
                        json.path("ename").asText(), json.path("evalue").asText(), traceback);
            }
            default -> new Output.Unknown(json.deepCopy());
        };
    }

    private static ObjectNode bundle(JsonNode output) {
        ObjectNode data = objectIn(output, "data");
        for (String mimeType : MimeTypes.names(data)) {
            if (!MimeTypes.isJson(mimeType)) {
                data.set(mimeType, TextNode.valueOf(text(data.path(mimeType))));
            }
        }
        return data;
    }

    /** A text that may be stored as a list of its lines. */
    private static String text(JsonNode node) {
        if (!node.isArray()) {
            return node.asText();
        }
        StringBuilder text = new StringBuilder();
        node.forEach(line -> text.append(line.asText()));
        return text.toString();
    }

    private static OptionalInt count(JsonNode json) {
        JsonNode count = json.path("execution_count");
        return count.isInt() ? OptionalInt.of(count.intValue()) : OptionalInt.empty();
    }

    private static ObjectNode objectIn(JsonNode json, String field) {
        return json.path(field) instanceof ObjectNode object ? object.deepCopy() : Json.object();
    }

    private static ObjectNode without(ObjectNode json, Set<String> fields) {
        ObjectNode rest = json.deepCopy();
        rest.remove(fields);
        return rest;
    }
}
