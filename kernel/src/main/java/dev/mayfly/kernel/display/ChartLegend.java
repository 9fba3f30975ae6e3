package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Chart.Mark;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** What the colours of a chart mean. */
final class ChartLegend {
    private static final int MOST_GROUPS = 20;

    private final ChartData data;
    private final Graphics2D g;

    ChartLegend(ChartData data, Graphics2D g) {
        this.data = data;
        this.g = g;
    }

    /** Draws from one edge to the other; where the next thing may begin. */
    double draw(double from, double to, double top) {
        if (data.chart().mark() == Mark.HEAT_MAP) {
            return shades(from, top);
        }
        return data.isGrouped() ? groups(from, to, top) : top;
    }

    private double groups(double from, double to, double start) {
        double x = from;
        double top = start;
        List<String> groups =
                data.groups().subList(0, Math.min(MOST_GROUPS, data.groups().size()));
        for (int i = 0; i < groups.size(); i++) {
            String name = TextWidth.cut(CellText.oneLine(groups.get(i)), 28);
            double width = 16 + g.getFontMetrics().stringWidth(name) + 14;
            if (x + width > to) {
                x = from;
                top += 18;
            }
            g.setColor(Palette.group(i));
            g.fill(new Rectangle2D.Double(x, top + 2, 11, 11));
            g.setColor(Palette.TEXT);
            g.drawString(name, (float) x + 16, (float) top + 12);
            x += width;
        }
        if (groups.size() < data.groups().size()) {
            g.drawString("… " + (data.groups().size() - groups.size()) + " more", (float) x, (float) top + 12);
        }
        return top + 24;
    }

    private double shades(double from, double top) {
        List<Double> values = data.points().stream().map(Chart.Point::y).toList();
        String low = Figures.number(MarkPainter.least(values));
        String high = Figures.number(ChartScales.greatest(values));
        g.setColor(Palette.TEXT);
        g.drawString(low, (float) from, (float) top + 12);
        double x = from + g.getFontMetrics().stringWidth(low) + 6.0;
        for (int i = 0; i < 100; i++) {
            g.setColor(Palette.heat(i / 99.0));
            g.fill(new Rectangle2D.Double(x + i, top + 2, 1.5, 11));
        }
        g.setColor(Palette.TEXT);
        g.drawString(high + "  " + data.chart().look().yTitle(), (float) x + 107, (float) top + 12);
        return top + 24;
    }
}
