package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.LinkedHashMap;
import java.util.Map;

/** A chart in every form at once: Vega-Lite for JupyterLab, PNG for pages and exports, text for terminals. */
final class ChartForm {
    private ChartForm() {}

    static MimeBundle of(Chart chart, Renderer renderer) {
        ChartData drawn = ChartData.of(chart);
        String note = left(drawn)
                + (chart.cut() > 0
                        ? "\nonly the first "
                                + Figures.count(chart.rows().cells().size(), "row") + " are drawn, and "
                                + Figures.count(chart.cut(), "row") + " not: group or filter them first"
                        : "");
        if (drawn.points().isEmpty()) {
            return MimeBundle.text("a chart without points" + note);
        }
        return bundle(VegaLite.of(drawn), drawn, note, renderer);
    }

    private static String left(ChartData drawn) {
        Chart.Look look = drawn.chart().look();
        return drawn.left() == 0
                ? ""
                : "\n" + Figures.count(drawn.left(), "point") + " left out: without a finite value"
                        + (look.logX() || look.logY() ? " above 0 on a logarithmic axis" : "")
                        + (drawn.facets().size() == ChartData.MOST_FACETS
                                ? ", or in more than " + ChartData.MOST_FACETS + " pictures"
                                : "");
    }

    /** The forms of a chart that has a specification. */
    static MimeBundle bundle(Map<String, Object> specification, ChartData drawn, String note, Renderer renderer) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(VegaLite.MIME, specification);
        String told = note;
        try {
            data.put(MimeBundle.PNG, ChartImage.png(drawn));
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            // The picture is one form of three; a machine without fonts throws any of these.
            told += "\nno picture could be drawn on this machine: " + noFonts;
        }
        data.put(MimeBundle.TEXT, TextChart.of(drawn, renderer.width()) + told);
        String caption = told.strip();
        Map<String, Object> hints = new LinkedHashMap<>();
        hints.put("width", ChartImage.WIDTH);
        hints.put("height", ChartImage.height(drawn));
        hints.put("alt", alt(drawn));
        if (!caption.isEmpty()) {
            hints.put("caption", caption);
        }
        return new MimeBundle(data, Map.of(MimeBundle.PNG, hints));
    }

    /** What the picture shows, in a sentence, for who cannot see it. */
    private static String alt(ChartData data) {
        Chart chart = data.chart();
        Chart.Point least = data.points().stream()
                .min(java.util.Comparator.comparingDouble(Chart.Point::y))
                .orElseThrow();
        Chart.Point most = data.points().stream()
                .max(java.util.Comparator.comparingDouble(Chart.Point::y))
                .orElseThrow();
        String kind = chart.mark().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        String what = (chart.look().title().isEmpty() ? "" : chart.look().title() + ": ") + kind + " chart of "
                + (chart.look().yTitle().isEmpty() ? "values" : chart.look().yTitle()) + " by "
                + (chart.look().xTitle().isEmpty() ? "x" : chart.look().xTitle()) + ", "
                + Figures.count(data.points().size(), "point");
        boolean counted = chart.mark() == Chart.Mark.HISTOGRAM;
        return counted
                ? what
                : what + ", from " + Figures.number(least.y()) + " at " + ChartData.label(least.x()) + " to "
                        + Figures.number(most.y()) + " at " + ChartData.label(most.x());
    }
}
