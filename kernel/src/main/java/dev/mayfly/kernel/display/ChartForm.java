package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chart in every form at once: Vega-Lite for JupyterLab, PNG for pages and exports, text for terminals. */
final class ChartForm {
    private ChartForm() {}

    static MimeBundle of(Chart chart, Renderer renderer) {
        List<Chart.Point> finite =
                chart.points().stream().filter(p -> Double.isFinite(p.y())).toList();
        Chart drawn = new Chart(chart.mark(), chart.title(), chart.xTitle(), chart.yTitle(), finite);
        int left = chart.points().size() - finite.size();
        String note = left == 0 ? "" : "\n" + Figures.count(left, "point") + " without a finite value left out";
        if (finite.isEmpty()) {
            return MimeBundle.text("a chart without points" + note);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(VegaLite.MIME, VegaLite.of(drawn));
        try {
            data.put(MimeBundle.PNG, ChartImage.png(drawn));
        } catch (RuntimeException | LinkageError | InternalError noFonts) {
            // The picture is one form of three; a machine without fonts throws any of these.
            note += "\nno picture could be drawn on this machine: " + noFonts;
        }
        data.put(MimeBundle.TEXT, TextChart.of(drawn, renderer.width()) + note);
        return new MimeBundle(
                data, Map.of(MimeBundle.PNG, Map.of("width", ChartImage.WIDTH, "height", ChartImage.HEIGHT)));
    }
}
