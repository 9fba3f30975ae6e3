package dev.mayfly.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.kernel.report.ReportOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A notebook of the gallery that ran as a report: what its cells showed. */
record Ran(ReportOutcome outcome, JsonNode notebook, Document page) {

    static Ran of(String notebook, Map<String, String> parameters, Path folder) throws IOException {
        Path output = folder.resolve("out.ipynb");
        Path page = folder.resolve("out.html");
        ReportOutcome outcome = Gallery.run(notebook, parameters, List.of(output, page));
        return new Ran(outcome, new ObjectMapper().readTree(output.toFile()), Jsoup.parse(page.toFile()));
    }

    JsonNode cell(String id) {
        for (JsonNode cell : notebook.path("cells")) {
            if (cell.path("id").asText().equals(id)) {
                return cell;
            }
        }
        throw new IllegalArgumentException("The notebook has no cell " + id);
    }

    /** The forms of the last thing that a cell showed. */
    JsonNode data(String id) {
        JsonNode outputs = cell(id).path("outputs");
        return outputs.path(outputs.size() - 1).path("data");
    }

    /** The rows of the table that a cell shows: the values of each, with a space between them. */
    List<String> rows(String id) {
        List<String> rows = new ArrayList<>();
        JsonNode table = data(id).path("application/vnd.dataresource+json");
        for (JsonNode row : table.path("data")) {
            List<String> values = new ArrayList<>();
            table.path("schema")
                    .path("fields")
                    .forEach(field ->
                            values.add(row.path(field.path("name").asText()).asText()));
            rows.add(String.join(" ", values));
        }
        return rows;
    }

    /** The points of the chart that a cell shows, each as {@code x group y}. */
    List<String> points(String id) {
        List<String> points = new ArrayList<>();
        for (JsonNode point :
                data(id).path("application/vnd.vegalite.v5+json").path("data").path("values")) {
            String group = point.has("group") ? point.path("group").asText() + " " : "";
            points.add(point.path("x").asText() + " " + group + number(point.path("y")));
        }
        return points;
    }

    private static String number(JsonNode y) {
        return y.doubleValue() == Math.rint(y.doubleValue())
                ? Long.toString(y.asLong())
                : Double.toString(y.doubleValue());
    }

    /** What a cell printed. */
    String printed(String id) {
        StringBuilder text = new StringBuilder();
        for (JsonNode output : cell(id).path("outputs")) {
            output.path("text").forEach(line -> text.append(line.asText()));
        }
        return text.toString();
    }
}
