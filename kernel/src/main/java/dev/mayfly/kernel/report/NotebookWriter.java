package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** Writes nbformat 4.5, as nbformat itself does. */
final class NotebookWriter {
    private NotebookWriter() {}

    static String write(Notebook notebook) {
        ObjectNode json = notebook.rest();
        ArrayNode cells = json.putArray("cells");
        notebook.cells().forEach(cell -> cells.add(cell(cell)));
        json.set("metadata", notebook.metadata());
        json.put("nbformat", 4);
        json.put("nbformat_minor", notebook.minor());
        return JsonText.of(json);
    }

    private static ObjectNode cell(Cell cell) {
        ObjectNode json = cell.rest();
        json.put("cell_type", cell.kind());
        json.put("id", cell.id());
        json.set("metadata", cell.metadata());
        lines(json.putArray("source"), cell.source());
        attachments(json);
        if (cell.isCode()) {
            count(json, cell.executionCount());
            ArrayNode outputs = json.putArray("outputs");
            cell.outputs().forEach(output -> outputs.add(output(output)));
        }
        return json;
    }

    private static ObjectNode output(Output output) {
        ObjectNode json = Json.object();
        if (output instanceof Output.Stream stream) {
            json.put("output_type", "stream").put("name", stream.name());
            lines(json.putArray("text"), stream.text());
        } else if (output instanceof Output.Display display) {
            json.put("output_type", "display_data");
            json.set("data", bundle(display.data()));
            json.set("metadata", display.metadata());
        } else if (output instanceof Output.Value value) {
            json.put("output_type", "execute_result");
            count(json, value.executionCount());
            json.set("data", bundle(value.data()));
            json.set("metadata", value.metadata());
        } else if (output instanceof Output.Failure failure) {
            json.put("output_type", "error").put("ename", failure.name()).put("evalue", failure.message());
            ArrayNode traceback = json.putArray("traceback");
            failure.traceback().forEach(traceback::add);
        } else if (output instanceof Output.Unknown unknown) {
            return unknown.json();
        }
        return json;
    }

    private static void attachments(ObjectNode cell) {
        if (cell.path("attachments") instanceof ObjectNode attachments) {
            for (String name : MimeTypes.names(attachments)) {
                if (attachments.path(name) instanceof ObjectNode bundle) {
                    attachments.set(name, bundle(bundle));
                }
            }
        }
    }

    private static ObjectNode bundle(ObjectNode data) {
        ObjectNode json = data.deepCopy();
        for (String mimeType : MimeTypes.names(json)) {
            if (MimeTypes.isLines(mimeType) && json.path(mimeType).isTextual()) {
                String text = json.path(mimeType).textValue();
                lines(json.putArray(mimeType), text);
            }
        }
        return json;
    }

    private static void lines(ArrayNode lines, String text) {
        PythonLines.of(text).forEach(lines::add);
    }

    private static void count(ObjectNode json, OptionalInt count) {
        if (count.isPresent()) {
            json.put("execution_count", count.getAsInt());
        } else {
            json.putNull("execution_count");
        }
    }
}
