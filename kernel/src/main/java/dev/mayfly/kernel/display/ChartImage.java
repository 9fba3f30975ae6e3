package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Chart.Mark;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** A chart as a picture, drawn without a display, with twice the pixels that it is shown in. */
final class ChartImage {
    static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int PANEL = 240;
    private static final int SHARPNESS = 2;
    private static final int EDGE = 14;
    private static final int GAP = 18;
    private static final int LABEL = 22;

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final ChartData data;
    private final ChartScales scales;
    private final Graphics2D g;
    private final int height;
    private double top = EDGE;

    private ChartImage(ChartData data, Graphics2D g, int height) {
        this.data = data;
        this.scales = ChartScales.of(data);
        this.g = g;
        this.height = height;
    }

    /** How high the picture of a chart is shown. */
    static int height(ChartData data) {
        int rows = rows(data);
        return rows == 1 ? HEIGHT : 80 + rows * PANEL;
    }

    private static int columns(ChartData data) {
        return Math.max(1, Math.min(3, (int) Math.ceil(Math.sqrt(data.facets().size()))));
    }

    private static int rows(ChartData data) {
        return (data.facets().size() + columns(data) - 1) / columns(data);
    }

    /** The PNG in Base64. */
    static String png(ChartData data) {
        int height = height(data);
        BufferedImage image = new BufferedImage(WIDTH * SHARPNESS, height * SHARPNESS, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(SHARPNESS, SHARPNESS);
            g.setRenderingHints(Map.of(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE,
                    RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON));
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, WIDTH, height);
            new ChartImage(data, g, height).draw();
        } finally {
            g.dispose();
        }
        return ImageForm.base64(image);
    }

    private void draw() {
        g.setFont(FONT);
        Chart.Look look = data.chart().look();
        if (!look.title().isEmpty()) {
            g.setFont(FONT.deriveFont(Font.BOLD, 15f));
            g.setColor(Palette.TEXT);
            g.drawString(TextWidth.cut(CellText.oneLine(look.title()), 90), EDGE, (float) top + 14);
            g.setFont(FONT);
            top += 28;
        }
        top = new ChartLegend(data, g).draw(EDGE, WIDTH - EDGE, top);
        double left =
                EDGE + (look.yTitle().isEmpty() && data.chart().mark() != Mark.HEAT_MAP ? 0 : 18) + yLabelWidth() + 8;
        double bottom = height - EDGE - (look.xTitle().isEmpty() ? 0 : 18);
        int columns = columns(data);
        double labels = xLabelHeight((WIDTH - EDGE - left - (columns - 1) * (double) GAP) / columns);
        axisTitles(left, bottom);
        double width = (WIDTH - EDGE - left - (columns - 1) * (double) GAP) / columns;
        double each = (bottom - top) / rows(data);
        for (int i = 0; i < data.facets().size(); i++) {
            double x = left + (i % columns) * (width + GAP);
            int row = i / columns;
            double y = top + row * each;
            String facet = data.facets().get(i);
            double head = data.isFaceted() ? 20 : 4;
            if (data.isFaceted()) {
                g.setFont(FONT.deriveFont(Font.BOLD));
                g.setColor(Palette.TEXT);
                g.drawString(TextWidth.cut(CellText.oneLine(facet), 30), (float) x, (float) y + 13);
                g.setFont(FONT);
            }
            Rectangle2D panel = new Rectangle2D.Double(x, y + head, width, each - head - labels - 6);
            axes(panel, i % columns == 0, labels);
            new MarkPainter(data, scales, g, panel).paint(facet);
        }
    }

    private void axisTitles(double left, double bottom) {
        Chart.Look look = data.chart().look();
        g.setColor(Palette.FAINT);
        if (!look.xTitle().isEmpty()) {
            String title = TextWidth.cut(CellText.oneLine(look.xTitle()), 90);
            g.drawString(
                    title,
                    (float) (left + (WIDTH - EDGE - left - g.getFontMetrics().stringWidth(title)) / 2),
                    (float) bottom + 16);
        }
        String upwards =
                data.chart().mark() == Mark.HEAT_MAP ? data.chart().encoding().color() : look.yTitle();
        if (!upwards.isEmpty()) {
            String title = TextWidth.cut(CellText.oneLine(upwards), 45);
            AffineTransform before = g.getTransform();
            g.translate(EDGE + 8, (top + bottom + g.getFontMetrics().stringWidth(title)) / 2);
            g.rotate(-Math.PI / 2);
            g.drawString(title, 0, 0);
            g.setTransform(before);
        }
    }

    private double yLabelWidth() {
        List<String> labels = scales.y()
                .map(scale -> scale.ticks().stream().map(Scale.Tick::label).toList())
                .orElseGet(
                        () -> data.groups().stream().map(ChartImage::shortened).toList());
        return labels.stream()
                .mapToDouble(label -> g.getFontMetrics().stringWidth(label))
                .max()
                .orElse(0);
    }

    private double xLabelHeight(double width) {
        return isTurned(width)
                ? Math.min(
                        120,
                        data.categories().stream()
                                                .mapToDouble(name ->
                                                        g.getFontMetrics().stringWidth(shortened(name)))
                                                .max()
                                                .orElse(0)
                                        * 0.82
                                + 16)
                : 18;
    }

    /** Whether the names across are too wide to stand beside each other. */
    private boolean isTurned(double width) {
        double widest = data.categories().stream()
                .mapToDouble(name -> g.getFontMetrics().stringWidth(shortened(name)))
                .max()
                .orElse(0);
        return widest + 8 > width / Math.max(1, data.categories().size());
    }

    private void axes(Rectangle2D panel, boolean first, double labels) {
        g.setStroke(new BasicStroke(1f));
        scales.y().ifPresent(scale -> scale.ticks().forEach(tick -> {
            double y = panel.getMaxY() - tick.place() * panel.getHeight();
            g.setColor(Palette.GRID);
            g.draw(new Line2D.Double(panel.getX(), y, panel.getMaxX(), y));
            if (first) {
                right(tick.label(), panel.getX() - 6, y);
            }
        }));
        if (scales.y().isEmpty() && first) {
            for (int i = 0; i < data.groups().size(); i++) {
                double y = panel.getY() + (i + 0.5) / data.groups().size() * panel.getHeight();
                right(shortened(data.groups().get(i)), panel.getX() - 6, y);
            }
        }
        g.setColor(Palette.FAINT);
        g.draw(new Line2D.Double(panel.getX(), panel.getMaxY(), panel.getMaxX(), panel.getMaxY()));
        scales.x().ifPresent(scale -> scale.ticks().forEach(tick -> {
            double x = panel.getX() + tick.place() * panel.getWidth();
            g.setColor(Palette.FAINT);
            g.draw(new Line2D.Double(x, panel.getMaxY(), x, panel.getMaxY() + 4));
            centred(tick.label(), x, panel.getMaxY() + 16);
        }));
        if (scales.x().isEmpty()) {
            categories(panel, labels > 18);
        }
    }

    private void categories(Rectangle2D panel, boolean turned) {
        int count = data.categories().size();
        int every = Math.max(1, (int) Math.ceil(count * 15.0 / panel.getWidth()));
        for (int i = 0; i < count; i += turned ? every : 1) {
            double x = panel.getX() + (i + 0.5) / count * panel.getWidth();
            String name = shortened(data.categories().get(i));
            g.setColor(Palette.TEXT);
            if (turned) {
                AffineTransform before = g.getTransform();
                g.translate(x + 3, panel.getMaxY() + 12);
                g.rotate(-Math.PI / 3.2);
                g.drawString(name, -g.getFontMetrics().stringWidth(name), 0);
                g.setTransform(before);
            } else {
                centred(name, x, panel.getMaxY() + 16);
            }
        }
    }

    private static String shortened(String name) {
        return TextWidth.cut(CellText.oneLine(name), LABEL);
    }

    private void right(String text, double x, double y) {
        g.setColor(Palette.TEXT);
        g.drawString(text, (float) (x - g.getFontMetrics().stringWidth(text)), (float) y + 4);
    }

    private void centred(String text, double x, double y) {
        g.setColor(Palette.TEXT);
        double width = g.getFontMetrics().stringWidth(text);
        double at = Math.min(WIDTH - 2 - width, x - width / 2);
        g.drawString(text, (float) at, (float) y);
    }
}
