package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.awt.Color;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart as a picture, drawn by XChart without a display. */
final class ChartImage {
    static final int WIDTH = 720;
    static final int HEIGHT = 420;
    /** More labels than this run into each other; then every n-th is written. */
    private static final int MOST_LABELS = 30;

    private static final int LABEL_WIDTH = 24;
    private static final Color INK = new Color(0x4C78A8);

    private ChartImage() {}

    /** The PNG in Base64. */
    static String png(Chart chart) {
        Axis axis = Axis.of(chart);
        boolean measured = axis != Axis.CATEGORIES && chart.mark() != Chart.Mark.BAR;
        IChart picture = measured ? measured(chart, axis) : categories(chart);
        return ImageForm.base64(BitmapEncoder.getBufferedImage(picture));
    }

    private static XYChart measured(Chart chart, Axis axis) {
        XYChart picture = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xTitle())
                .yAxisTitle(chart.yTitle())
                .build();
        style(picture.getStyler());
        List<Double> y = chart.points().stream().map(Chart.Point::y).toList();
        var series = axis == Axis.TIMES
                ? picture.addSeries(
                        "y",
                        chart.points().stream()
                                .map(p -> Date.from(Axis.time(p.x()).orElseThrow()))
                                .toList(),
                        y)
                : picture.addSeries(
                        "y", chart.points().stream().map(p -> (Number) p.x()).toList(), y);
        series.setXYSeriesRenderStyle(
                switch (chart.mark()) {
                    case AREA -> XYSeriesRenderStyle.Area;
                    case POINT -> XYSeriesRenderStyle.Scatter;
                    case LINE, BAR -> XYSeriesRenderStyle.Line;
                });
        series.setFillColor(INK);
        series.setLineColor(INK);
        series.setMarkerColor(INK);
        if (chart.mark() != Chart.Mark.POINT) {
            series.setMarker(SeriesMarkers.NONE);
        }
        return picture;
    }

    private static CategoryChart categories(Chart chart) {
        CategoryChart picture = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xTitle())
                .yAxisTitle(chart.yTitle())
                .build();
        style(picture.getStyler());
        int points = chart.points().size();
        picture.getStyler().setXAxisLabelRotation(points > 8 ? 60 : 0);
        picture.getStyler().setXAxisMaxLabelCount(Math.max(2, Math.min(points, MOST_LABELS)));
        List<String> x = labels(chart);
        var series = picture.addSeries(
                "y", x, chart.points().stream().map(Chart.Point::y).toList());
        series.setChartCategorySeriesRenderStyle(
                switch (chart.mark()) {
                    case BAR -> CategorySeriesRenderStyle.Bar;
                    case LINE -> CategorySeriesRenderStyle.Line;
                    case AREA -> CategorySeriesRenderStyle.Area;
                    case POINT -> CategorySeriesRenderStyle.Scatter;
                });
        series.setFillColor(INK);
        series.setLineColor(INK);
        series.setMarkerColor(INK);
        return picture;
    }

    /** Short labels, no two alike: equal ones would be drawn at one place. */
    private static List<String> labels(Chart chart) {
        Set<String> labels = new LinkedHashSet<>();
        for (Chart.Point point : chart.points()) {
            String label = TextWidth.cut(CellText.oneLine(point.x().toString()), LABEL_WIDTH);
            while (!labels.add(label)) {
                label += " ";
            }
        }
        return List.copyOf(labels);
    }

    private static void style(AxesChartStyler styler) {
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setYAxisDecimalPattern("#,##0.###");
    }
}
