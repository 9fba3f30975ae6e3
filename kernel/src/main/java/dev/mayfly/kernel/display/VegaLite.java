package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chart as a Vega-Lite 5 specification, the newest that JupyterLab draws by itself. */
final class VegaLite {
    static final String MIME = "application/vnd.vegalite.v5+json";

    private VegaLite() {}

    static Map<String, Object> of(Chart chart) {
        Axis axis = Axis.of(chart);
        List<Map<String, Object>> values = new ArrayList<>();
        for (Chart.Point point : chart.points()) {
            Object x =
                    switch (axis) {
                        case NUMBERS -> point.x();
                        case TIMES -> Axis.time(point.x()).orElseThrow().toString();
                        case CATEGORIES -> CellText.clip(point.x().toString());
                    };
            values.add(Map.of("x", x, "y", point.y()));
        }
        Map<String, Object> x = new LinkedHashMap<>();
        x.put("field", "x");
        x.put("title", chart.xTitle());
        switch (axis) {
            case NUMBERS -> x.put("type", "quantitative");
            case TIMES -> {
                x.put("type", "temporal");
                x.put("scale", Map.of("type", "utc"));
            }
            case CATEGORIES -> {
                x.put("type", "nominal");
                x.put("sort", values.stream().map(v -> v.get("x")).distinct().toList());
            }
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        if (!chart.title().isEmpty()) {
            spec.put("title", chart.title());
        }
        spec.put("width", axis == Axis.CATEGORIES ? Map.of("step", 24) : 560);
        spec.put("height", 300);
        spec.put("data", Map.of("values", values));
        spec.put("mark", Map.of("type", mark(chart), "tooltip", true));
        spec.put(
                "encoding", Map.of("x", x, "y", Map.of("field", "y", "type", "quantitative", "title", chart.yTitle())));
        return spec;
    }

    private static String mark(Chart chart) {
        return switch (chart.mark()) {
            case BAR -> "bar";
            case LINE -> "line";
            case AREA -> "area";
            case POINT -> "point";
        };
    }
}
