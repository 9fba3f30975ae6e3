package dev.mayfly.kernel.display;

import dev.mayfly.engine.TableView.Format;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A value in a table, in the format of its column. */
final class CellFormat {
    private static final String STEPS = "▁▂▃▄▅▆▇█";
    private static final int MOST_STEPS = 60;
    private static final int WIDTH = 120;
    private static final int HEIGHT = 24;

    private CellFormat() {}

    static String text(Object cell, Optional<Format> format) {
        if (format.isEmpty()) {
            return cell instanceof Duration time && !time.isNegative() ? Figures.time(time) : CellText.of(cell);
        }
        if (format.get() == Format.SPARKLINE) {
            return numbers(cell).map(CellFormat::steps).orElseGet(() -> CellText.of(cell));
        }
        if (!(cell instanceof Number number) || !Double.isFinite(number.doubleValue())) {
            return CellText.of(cell);
        }
        double value = number.doubleValue();
        return switch (format.get()) {
            case NUMBER -> Figures.number(number);
            case PLAIN ->
                number instanceof Double || number instanceof Float
                        ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                        : number.toString();
            case BYTES -> (value < 0 ? "-" : "") + Figures.bytes(Math.round(Math.abs(value)));
            case SECONDS -> time(value * 1e9);
            case MILLISECONDS -> time(value * 1e6);
            case PERCENT ->
                String.format(Locale.ROOT, Math.abs(value) < 0.001 && value != 0 ? "%.3f %%" : "%.1f %%", value * 100);
            case DOLLARS -> Figures.dollars(value);
            case SPARKLINE -> throw new IllegalStateException("drawn above");
        };
    }

    private static String time(double nanos) {
        return (nanos < 0 ? "-" : "") + Figures.time(Duration.ofNanos(Math.round(Math.abs(nanos))));
    }

    static String html(Object cell, Optional<Format> format) {
        boolean drawn = format.isPresent() && format.get() == Format.SPARKLINE;
        Optional<List<Double>> numbers = drawn ? numbers(cell) : Optional.empty();
        return numbers.isPresent() ? picture(numbers.get()) : Html.escape(text(cell, format));
    }

    /** Finite numbers of a list or an array; nothing where it is neither, or holds none. */
    private static Optional<List<Double>> numbers(Object cell) {
        List<Double> numbers = new ArrayList<>();
        if (cell instanceof Iterable<?> elements) {
            elements.forEach(element -> add(numbers, element));
        } else if (cell.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(cell); i++) {
                add(numbers, Array.get(cell, i));
            }
        }
        return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
    }

    private static void add(List<Double> numbers, @org.jspecify.annotations.Nullable Object element) {
        if (element instanceof Number number && Double.isFinite(number.doubleValue())) {
            numbers.add(number.doubleValue());
        }
    }

    private static String steps(List<Double> numbers) {
        double low = ChartScales.least(numbers);
        double high = ChartScales.greatest(numbers);
        StringBuilder steps = new StringBuilder();
        int shown = Math.min(MOST_STEPS, numbers.size());
        for (int i = 0; i < shown; i++) {
            double value = numbers.get((int) ((long) i * numbers.size() / shown));
            steps.append(STEPS.charAt(high > low ? (int) Math.round((value - low) / (high - low) * 7) : 3));
        }
        return steps.toString();
    }

    /** An SVG as a picture of its own: what cleans HTML lets no drawing through that stands in the page itself. */
    private static String picture(List<Double> numbers) {
        double low = ChartScales.least(numbers);
        double high = ChartScales.greatest(numbers);
        StringBuilder line = new StringBuilder();
        double x = 0;
        double y = 0;
        for (int i = 0; i < numbers.size(); i++) {
            x = numbers.size() == 1 ? WIDTH / 2.0 : 3 + i * (WIDTH - 6.0) / (numbers.size() - 1);
            y = high > low ? HEIGHT - 4 - (numbers.get(i) - low) / (high - low) * (HEIGHT - 8) : HEIGHT / 2.0;
            line.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x, y));
        }
        String svg = String.format(
                Locale.ROOT,
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'><polyline points='%s' fill='none' "
                        + "stroke='#4c78a8' stroke-width='1.5'/><circle cx='%.1f' cy='%.1f' r='2' fill='#e45756'/></svg>",
                WIDTH,
                HEIGHT,
                line,
                x,
                y);
        String words = Figures.count(numbers.size(), "value") + " from " + Figures.number(low) + " to "
                + Figures.number(high) + ", the last " + Figures.number(numbers.get(numbers.size() - 1));
        return "<img width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" alt=\"" + Html.escape(words)
                + "\" src=\"data:image/svg+xml;base64,"
                + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)) + "\">";
    }
}
