package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Chart.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chart as a Vega-Lite 5 specification, the newest that JupyterLab draws by itself. */
final class VegaLite {
    static final String MIME = "application/vnd.vegalite.v5+json";
    static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

    private final ChartData data;
    private final Chart chart;

    private VegaLite(ChartData data) {
        this.data = data;
        this.chart = data.chart();
    }

    static Map<String, Object> of(ChartData data) {
        return new VegaLite(data).specification();
    }

    private Map<String, Object> specification() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", SCHEMA);
        if (!chart.look().title().isEmpty()) {
            spec.put("title", chart.look().title());
        }
        boolean steps = data.axis() == Axis.CATEGORIES && !data.isFaceted();
        spec.put("width", steps ? Map.of("step", 24) : data.isFaceted() ? 200 : 560);
        spec.put("height", chart.mark() == Mark.HEAT_MAP ? Map.of("step", 24) : data.isFaceted() ? 150 : 300);
        spec.put("data", Map.of("values", values()));
        spec.put("mark", mark());
        spec.put("encoding", encoding());
        return spec;
    }

    private List<Map<String, Object>> values() {
        List<Map<String, Object>> values = new ArrayList<>();
        if (chart.mark() == Mark.HISTOGRAM) {
            for (Bins.Bin bin : Bins.of(data).count(data)) {
                Map<String, Object> value =
                        new LinkedHashMap<>(Map.of("x", bin.from(), "x2", bin.to(), "y", bin.count()));
                values.add(grouped(value, bin.group(), bin.facet()));
            }
            return values;
        }
        for (Chart.Point point : data.points()) {
            Object x =
                    switch (data.axis()) {
                        case NUMBERS -> point.x();
                        case TIMES -> Axis.time(point.x()).orElseThrow().toString();
                        case CATEGORIES -> ChartData.label(point.x());
                    };
            Map<String, Object> value = new LinkedHashMap<>();
            value.put("x", x);
            value.put("y", point.y());
            values.add(grouped(value, point.group(), point.facet()));
        }
        return values;
    }

    private Map<String, Object> grouped(Map<String, Object> value, String group, String facet) {
        if (data.isGrouped()) {
            value.put("group", CellText.clip(group));
        }
        if (data.isFaceted()) {
            value.put("facet", CellText.clip(facet));
        }
        return value;
    }

    private Map<String, Object> mark() {
        String type =
                switch (chart.mark()) {
                    case BAR, HISTOGRAM -> "bar";
                    case LINE -> "line";
                    case AREA -> "area";
                    case POINT -> "point";
                    case HEAT_MAP -> "rect";
                    case BOX -> "boxplot";
                };
        return chart.mark() == Mark.BOX ? Map.of("type", type) : Map.of("type", type, "tooltip", true);
    }

    private Map<String, Object> encoding() {
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", across());
        if (chart.mark() == Mark.HISTOGRAM) {
            encoding.put("x2", Map.of("field", "x2"));
        }
        if (chart.mark() == Mark.HEAT_MAP) {
            encoding.put("y", channel("group", "nominal", chart.encoding().color()));
            encoding.put("color", channel("y", "quantitative", chart.look().yTitle()));
        } else {
            Map<String, Object> y = channel("y", "quantitative", chart.look().yTitle());
            if (chart.look().logY()) {
                y.put("scale", Map.of("type", "log"));
            }
            if (data.isGrouped() && (chart.mark() == Mark.AREA || chart.mark() == Mark.BAR)) {
                y.put("stack", data.isStacked() ? "zero" : false);
            }
            encoding.put("y", y);
            colour(encoding);
        }
        if (data.isFaceted()) {
            Map<String, Object> facet =
                    channel("facet", "nominal", chart.encoding().facet());
            facet.put("columns", 3);
            encoding.put("facet", facet);
        }
        return encoding;
    }

    private void colour(Map<String, Object> encoding) {
        if (!data.isGrouped()) {
            return;
        }
        Map<String, Object> colour =
                channel("group", "nominal", chart.encoding().color());
        colour.put("sort", data.groups());
        encoding.put("color", colour);
        if ((chart.mark() == Mark.BAR && !data.isStacked()) || chart.mark() == Mark.BOX) {
            encoding.put("xOffset", Map.of("field", "group", "type", "nominal"));
        }
    }

    private Map<String, Object> across() {
        String title = chart.look().xTitle();
        return switch (data.axis()) {
            case NUMBERS -> {
                Map<String, Object> x = channel("x", "quantitative", title);
                if (chart.mark() == Mark.HISTOGRAM) {
                    x.put("bin", Map.of("binned", true));
                }
                if (chart.look().logX()) {
                    x.put("scale", Map.of("type", "log"));
                }
                yield x;
            }
            case TIMES -> {
                Map<String, Object> x = channel("x", "temporal", title);
                x.put("scale", Map.of("type", "utc"));
                yield x;
            }
            case CATEGORIES -> {
                Map<String, Object> x = channel("x", "nominal", title);
                x.put("sort", data.categories());
                yield x;
            }
        };
    }

    private static Map<String, Object> channel(String field, String type, String title) {
        Map<String, Object> channel = new LinkedHashMap<>();
        channel.put("field", field);
        channel.put("type", type);
        channel.put("title", title);
        return channel;
    }
}
