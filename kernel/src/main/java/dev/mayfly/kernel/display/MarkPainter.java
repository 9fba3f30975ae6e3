package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws the points of a chart into its place. */
final class MarkPainter {
    private final ChartData data;
    private final ChartScales scales;
    private final Graphics2D g;
    private final Rectangle2D panel;

    MarkPainter(ChartData data, ChartScales scales, Graphics2D g, Rectangle2D panel) {
        this.data = data;
        this.scales = scales;
        this.g = g;
        this.panel = panel;
    }

    void paint(String facet) {
        List<Chart.Point> points = data.in(facet);
        switch (data.chart().mark()) {
            case BAR -> bars(points);
            case LINE -> lines(points, false);
            case AREA -> lines(points, true);
            case POINT -> dots(points);
            case HISTOGRAM -> histogram(facet);
            case HEAT_MAP -> heat(points);
            case BOX -> boxes(points);
        }
    }

    private double x(double place) {
        return panel.getX() + place * panel.getWidth();
    }

    private double y(double place) {
        return panel.getMaxY() - place * panel.getHeight();
    }

    private double share() {
        return panel.getWidth() / Math.max(1, data.categories().size());
    }

    private void bars(List<Chart.Point> points) {
        int groups = data.isStacked() ? 1 : data.groups().size();
        double wide = share() * (share() > 6 ? 0.8 : 0.95);
        Map<List<Object>, Double> heights = new HashMap<>();
        for (Chart.Point point : points) {
            int group = data.groups().indexOf(point.group());
            double left = x(scales.across(data, point.x())) - wide / 2 + (groups == 1 ? 0 : wide / groups * group);
            List<Object> place = List.of(point.x(), point.y() < 0);
            double below = data.isStacked() ? heights.getOrDefault(place, 0.0) : 0;
            heights.put(place, below + point.y());
            double from = data.isStacked() ? scales.up(below) : scales.base();
            bar(left, wide / groups, from, scales.up(below + point.y()), Palette.group(group));
        }
    }

    private void bar(double left, double width, double from, double to, Color colour) {
        double low = y(Math.min(from, to));
        double high = y(Math.max(from, to));
        g.setColor(colour);
        g.fill(new Rectangle2D.Double(left, high, Math.max(0.5, width - (width > 4 ? 1 : 0)), low - high));
    }

    private void histogram(String facet) {
        Map<Double, Double> heights = new HashMap<>();
        for (Bins.Bin bin : scales.bins()) {
            if (bin.facet().equals(facet) && bin.count() > 0) {
                double left = x(scales.across(data, bin.from()));
                double right = x(scales.across(data, bin.to()));
                double below = heights.merge(bin.from(), bin.count(), Double::sum) - bin.count();
                double from = below > 0 ? scales.up(below) : scales.base();
                Color colour = Palette.group(data.groups().indexOf(bin.group()));
                bar(left, right - left, from, scales.up(below + bin.count()), colour);
            }
        }
    }

    private void lines(List<Chart.Point> points, boolean filled) {
        Map<Object, Double> heights = new HashMap<>();
        for (int i = 0; i < data.groups().size(); i++) {
            List<Chart.Point> group = ChartData.of(points, data.groups().get(i));
            if (group.isEmpty()) {
                continue;
            }
            Path2D line = new Path2D.Double();
            List<double[]> ground = new ArrayList<>();
            for (Chart.Point point : group) {
                boolean stacked = filled && data.isStacked();
                double below = stacked ? heights.getOrDefault(point.x(), 0.0) : 0;
                heights.put(point.x(), below + point.y());
                double x = x(scales.across(data, point.x()));
                double y = y(scales.up(below + point.y()));
                ground.add(new double[] {x, y(below > 0 ? scales.up(below) : scales.base())});
                if (ground.size() == 1) {
                    line.moveTo(x, y);
                } else {
                    line.lineTo(x, y);
                }
            }
            if (filled) {
                Path2D area = new Path2D.Double(line);
                for (int k = ground.size() - 1; k >= 0; k--) {
                    area.lineTo(ground.get(k)[0], ground.get(k)[1]);
                }
                area.closePath();
                g.setColor(Palette.faded(Palette.group(i), data.isStacked() ? 210 : 110));
                g.fill(area);
            }
            g.setColor(Palette.group(i));
            g.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            if (group.size() == 1) {
                dot(ground.get(0)[0], line.getCurrentPoint().getY(), 3);
            } else {
                g.draw(line);
            }
        }
    }

    private void dots(List<Chart.Point> points) {
        double radius = points.size() > 400 ? 2 : 3;
        for (Chart.Point point : points) {
            g.setColor(Palette.faded(Palette.group(data.groups().indexOf(point.group())), 170));
            dot(x(scales.across(data, point.x())), y(scales.up(point.y())), radius);
        }
    }

    private void dot(double x, double y, double radius) {
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private void heat(List<Chart.Point> points) {
        List<Double> all = data.points().stream().map(Chart.Point::y).toList();
        double low = least(all);
        double high = ChartScales.greatest(all);
        double tall = panel.getHeight() / data.groups().size();
        for (Chart.Point point : points) {
            double left = x(scales.across(data, point.x())) - share() / 2;
            double top = panel.getY() + data.groups().indexOf(point.group()) * tall;
            g.setColor(Palette.heat(high > low ? (point.y() - low) / (high - low) : 0.5));
            g.fill(new Rectangle2D.Double(left, top, share() - (share() > 4 ? 1 : 0), tall - (tall > 4 ? 1 : 0)));
        }
    }

    /** Where pale begins: at nothing, unless there are values below it. */
    static double least(List<Double> values) {
        return Math.min(0, ChartScales.least(values));
    }

    private void boxes(List<Chart.Point> points) {
        double wide = Math.min(60, share() * 0.7 / data.groups().size());
        for (String category : data.categories()) {
            for (int i = 0; i < data.groups().size(); i++) {
                List<Double> values = ChartData.of(points, data.groups().get(i)).stream()
                        .filter(point -> ChartData.label(point.x()).equals(category))
                        .map(Chart.Point::y)
                        .toList();
                if (!values.isEmpty()) {
                    double middle = x((data.categories().indexOf(category) + 0.5)
                            / data.categories().size());
                    box(
                            Quartiles.of(values),
                            middle + (i - (data.groups().size() - 1) / 2.0) * wide,
                            wide * 0.9,
                            Palette.group(i));
                }
            }
        }
    }

    private void box(Quartiles box, double middle, double wide, Color colour) {
        g.setStroke(new BasicStroke(1.2f));
        g.setColor(Palette.FAINT);
        double first = y(scales.up(box.first()));
        double third = y(scales.up(box.third()));
        g.draw(new Line2D.Double(middle, y(scales.up(box.low())), middle, first));
        g.draw(new Line2D.Double(middle, third, middle, y(scales.up(box.high()))));
        g.setColor(colour);
        g.fill(new Rectangle2D.Double(middle - wide / 2, third, wide, Math.max(1, first - third)));
        g.setColor(Color.WHITE);
        double median = y(scales.up(box.median()));
        g.setStroke(new BasicStroke(2f));
        g.draw(new Line2D.Double(middle - wide / 2, median, middle + wide / 2, median));
        g.setColor(Palette.faded(colour, 170));
        box.beyond().forEach(value -> dot(middle, y(scales.up(value)), 2.2));
    }
}
