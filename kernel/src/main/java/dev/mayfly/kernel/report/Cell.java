package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * One cell of a notebook.
 *
 * @param kind {@code code}, {@code markdown} or {@code raw}
 * @param id unique within the notebook
 * @param outputs empty unless the cell is code
 * @param executionCount the number that the session gave this run of it
 * @param rest fields beside these, attachments among them
 */
record Cell(
        String kind,
        String id,
        String source,
        ObjectNode metadata,
        List<Output> outputs,
        OptionalInt executionCount,
        ObjectNode rest) {
    static final String CODE = "code";
    static final String MARKDOWN = "markdown";

    Cell {
        metadata = metadata.deepCopy();
        outputs = List.copyOf(outputs);
        rest = rest.deepCopy();
    }

    /** A cell without outputs, tagged. */
    static Cell of(String kind, String id, String source, String tag) {
        ObjectNode metadata = Json.object();
        metadata.putArray("tags").add(tag);
        return new Cell(kind, id, source, metadata, List.of(), OptionalInt.empty(), Json.object());
    }

    @Override
    public ObjectNode metadata() {
        return metadata.deepCopy();
    }

    @Override
    public ObjectNode rest() {
        return rest.deepCopy();
    }

    boolean isCode() {
        return kind.equals(CODE);
    }

    boolean hasTag(String tag) {
        return tags().contains(tag);
    }

    List<String> tags() {
        return StreamSupport.stream(metadata.path("tags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    Cell withMetadata(ObjectNode other) {
        return new Cell(kind, id, source, other, outputs, executionCount, rest);
    }

    Cell withOutputs(List<Output> others, OptionalInt count) {
        return new Cell(kind, id, source, metadata, others, count, rest);
    }

    Cell withId(String other) {
        return new Cell(kind, other, source, metadata, outputs, executionCount, rest);
    }
}
