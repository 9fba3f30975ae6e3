package dev.mayfly.kernel.display;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Columns;
import dev.mayfly.engine.VegaSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Vega-Lite specification of the user's. JupyterLab draws it as it is; where it is a plain chart of inline values, it is
 * drawn here too, for pages and terminals, and else they say where it can be seen.
 */
final class VegaForm {
    private static final JsonMapper JSON = new JsonMapper();

    private VegaForm() {}

    static MimeBundle of(VegaSpec spec, Renderer renderer) {
        Map<String, Object> tree;
        JsonNode node;
        try {
            node = JSON.readTree(spec.json());
            tree = JSON.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "This is no Vega-Lite specification, which is a JSON object: " + e.getMessage(), e);
        }
        if (tree == null) {
            throw new IllegalArgumentException("This is no Vega-Lite specification: it is empty");
        }
        tree.putIfAbsent("$schema", VegaLite.SCHEMA);
        Optional<ChartData> plain = plain(node);
        return plain.isPresent()
                ? ChartForm.bundle(tree, plain.get(), "", renderer)
                : MimeBundle.text("a Vega-Lite chart, which JupyterLab draws").with(VegaLite.MIME, tree);
    }

    private static Optional<ChartData> plain(JsonNode spec) {
        JsonNode type = spec.path("mark").path("type");
        Optional<Chart.Mark> mark =
                mark(type.isMissingNode() ? spec.path("mark").asText() : type.asText());
        JsonNode values = spec.path("data").path("values");
        JsonNode encoding = spec.path("encoding");
        String x = encoding.path("x").path("field").asText();
        String y = encoding.path("y").path("field").asText();
        String color = encoding.path("color").path("field").asText();
        boolean computed = spec.has("transform")
                || spec.has("layer")
                || encoding.findValue("aggregate") != null
                || encoding.findValue("bin") != null
                || encoding.findValue("timeUnit") != null;
        if (mark.isEmpty() || !values.isArray() || values.isEmpty() || x.isEmpty() || y.isEmpty() || computed) {
            return Optional.empty();
        }
        List<List<@Nullable Object>> cells = new ArrayList<>();
        List<String> names = List.copyOf(new TreeSet<>(List.of(x, y)));
        List<String> columns = new ArrayList<>(names);
        if (!color.isEmpty() && !columns.contains(color)) {
            columns.add(color);
        }
        for (JsonNode value : values) {
            List<@Nullable Object> row = new ArrayList<>();
            columns.forEach(name -> row.add(value(value.path(name))));
            cells.add(row);
        }
        Chart chart = new Chart(
                mark.get(),
                new Columns(columns, cells),
                new Chart.Encoding(x, y, color, ""),
                new Chart.Look(
                        spec.path("title").asText(),
                        encoding.path("x").path("title").asText(x),
                        encoding.path("y").path("title").asText(y),
                        isLog(encoding.path("x")),
                        isLog(encoding.path("y")),
                        true,
                        0),
                0);
        ChartData data = ChartData.of(chart);
        return data.points().isEmpty() ? Optional.empty() : Optional.of(data);
    }

    private static boolean isLog(JsonNode channel) {
        return channel.path("scale").path("type").asText().equals("log");
    }

    private static @Nullable Object value(JsonNode value) {
        return value.isNumber() ? value.numberValue() : value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    private static Optional<Chart.Mark> mark(String type) {
        return switch (type) {
            case "bar" -> Optional.of(Chart.Mark.BAR);
            case "line" -> Optional.of(Chart.Mark.LINE);
            case "area" -> Optional.of(Chart.Mark.AREA);
            case "point", "circle" -> Optional.of(Chart.Mark.POINT);
            default -> Optional.empty();
        };
    }
}
