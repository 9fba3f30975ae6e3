package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Columns;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.VegaSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartFormTest {
    private final Renderer renderer = Renderer.standard().width(() -> 60);

    private static Chart statuses() {
        return Chart.of(Columns.of(List.of(new Pair<>("200", 800L), new Pair<>("404", 200L), new Pair<>("500", 25L))));
    }

    private static BufferedImage image(MimeBundle bundle) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode((String) bundle.data().get(MimeBundle.PNG))));
    }

    @Test
    void categoriesAreBarsInEveryForm() throws IOException {
        MimeBundle shown = renderer.render(statuses().title("by status"));

        assertThat(shown.plain())
                .isEqualTo("by status\n200  800  " + "█".repeat(50) + "\n404  200  ████████████▌\n500   25  █▋");
        assertThat(shown.data().get(VegaLite.MIME))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("mark", Map.of("type", "bar", "tooltip", true))
                .containsEntry("title", "by status");
        assertThat(image(shown).getWidth()).isEqualTo(2 * ChartImage.WIDTH);
    }

    @Test
    void theImageDrawsTheBarsInProportion() throws IOException {
        BufferedImage image = image(renderer.render(statuses()));

        long tall = inked(image, 0, image.getWidth() / 3 + 60);
        long middle = inked(image, image.getWidth() / 3 + 60, image.getWidth() * 2 / 3 + 10);
        assertThat(tall).isGreaterThan(3 * middle).isGreaterThan(1000);
        assertThat(middle).isGreaterThan(100);
    }

    private static long inked(BufferedImage image, int from, int to) {
        return IntStream.range(from, to)
                .mapToLong(x -> IntStream.range(0, image.getHeight())
                        .filter(y -> isBlue(image.getRGB(x, y)))
                        .count())
                .sum();
    }

    private static boolean isBlue(int rgb) {
        return (rgb & 0xff) > (rgb >> 16 & 0xff) + 40;
    }

    @Test
    void numbersAreALineOnAGridWithItsBounds() {
        List<Pair<Integer, Integer>> squares =
                IntStream.rangeClosed(0, 20).mapToObj(i -> new Pair<>(i, i * i)).toList();

        List<String> lines =
                renderer.render(Chart.of(Columns.of(squares))).plain().lines().toList();

        assertThat(lines).hasSize(14);
        assertThat(lines.get(0)).startsWith("400 │").endsWith("⡠⠊");
        assertThat(lines.get(11)).startsWith("  0 │⣀⣀");
        assertThat(lines.get(12)).startsWith("     0").endsWith(" 20");
        assertThat(lines.get(13)).isEqualTo("     value by key");
    }

    @Test
    void everyMarkIsDrawnOverDatesNumbersAndCategoriesInGroupsAndFacets() throws IOException {
        record Row(Object x, String group, String facet, int y) {}
        List<Function<Integer, Object>> kinds =
                List.of(i -> LocalDate.of(2026, 1, i), i -> "day " + i, i -> (Object) (i * 1.5));
        for (Chart.Mark mark : Chart.Mark.values()) {
            for (Function<Integer, Object> kind : kinds) {
                List<Row> rows = IntStream.range(1, 20)
                        .mapToObj(i -> new Row(kind.apply(i), "g" + i % 2, "f" + i % 4, 1 + i % 7))
                        .toList();
                Chart chart = Chart.of(Columns.of(rows)).x("x").y("y").color("group");
                chart = new Chart(mark, chart.rows(), chart.encoding(), chart.look(), 3);
                if (mark == Chart.Mark.HISTOGRAM && kind.apply(1) instanceof String) {
                    assertThat(renderer.render(chart).plain()).startsWith("a chart without points\n19 points left out");
                    continue;
                }
                for (Chart each : List.of(chart.facet("facet"), chart.stacked().logY())) {
                    MimeBundle shown = renderer.render(each);
                    BufferedImage image = image(shown);
                    assertThat(inked(image, 0, image.getWidth()))
                            .as("%s %s", mark, each)
                            .isPositive();
                    assertThat(shown.plain())
                            .endsWith("\nonly the first 19 rows are drawn, and 3 rows not: group or filter them first");
                    assertThat(shown.plain().lines().filter(line -> !line.startsWith("only the first")))
                            .as(shown.plain())
                            .allMatch(line -> TextWidth.of(line) <= 60);
                }
            }
        }
    }

    @Test
    void aHistogramCountsEveryValueOnceAsOftenAsItIsThere() {
        List<Pair<Double, Integer>> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Pair<>(i / 10.0, 1 + i % 3))
                .toList();
        for (Chart chart : List.of(
                Chart.of(Columns.of(rows)).histogram(),
                Chart.of(Columns.of(rows)).histogram(3),
                Chart.of(Columns.of(rows.subList(1, 100))).histogram().logX())) {
            List<Bins.Bin> bins = Bins.of(ChartData.of(chart)).count(ChartData.of(chart));
            double all = chart.points().stream().mapToDouble(Chart.Point::y).sum();
            assertThat(bins.stream().mapToDouble(Bins.Bin::count).sum()).isEqualTo(all);
            for (int i = 0; i < bins.size(); i++) {
                Bins.Bin bin = bins.get(i);
                boolean last = i == bins.size() - 1;
                assertThat(bin.count())
                        .isEqualTo(chart.points().stream()
                                .filter(p -> Axis.position(p.x()) >= bin.from() - 1e-9
                                        && (last || Axis.position(p.x()) < bin.to() - 1e-9))
                                .mapToDouble(Chart.Point::y)
                                .sum());
            }
        }
    }

    @Test
    void aBoxIsTukeys() {
        Quartiles box = Quartiles.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 50.0));
        assertThat(box).isEqualTo(new Quartiles(1, 3.25, 5.5, 7.75, 9, List.of(50.0)));
    }

    @Test
    void aGuessFollowsTheColumns() {
        record Measured(String hour, long errors, long requests) {}
        Chart wide = Chart.of(Columns.of(List.of(new Measured("01", 1, 10), new Measured("02", 2, 20))));
        assertThat(wide.points())
                .containsExactly(
                        new Chart.Point("01", 1, "errors", ""),
                        new Chart.Point("01", 10, "requests", ""),
                        new Chart.Point("02", 2, "errors", ""),
                        new Chart.Point("02", 20, "requests", ""));
        Chart grouped = Chart.of(Columns.of(List.of(new Pair<>(List.of("01", "GET"), 5L))));
        assertThat(grouped.points()).containsExactly(new Chart.Point("01", 5, "GET", ""));
        Chart values = Chart.of(Columns.of(List.of(3L, 4L)));
        assertThat(values.mark()).isEqualTo(Chart.Mark.HISTOGRAM);
        Chart scattered = Chart.of(Columns.of(List.of(new Pair<>(1, 2), new Pair<>(1, 3))));
        assertThat(scattered.mark()).isEqualTo(Chart.Mark.POINT);
        assertThatThrownBy(() -> wide.color("host")).hasMessageContaining("there are hour, series, value");
    }

    @Test
    void aSpecificationIsShownAsItIsAndDrawnWhereItIsPlain() throws IOException {
        String json = """
                {"mark": "bar", "data": {"values": [{"a": "x", "b": 3}, {"a": "y", "b": 1}]},
                 "encoding": {"x": {"field": "a"}, "y": {"field": "b"}%s}}""";
        MimeBundle plain = renderer.render(VegaSpec.of(json.formatted("")));
        assertThat(plain.data().get(VegaLite.MIME))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("mark", "bar")
                .containsKey("$schema");
        assertThat(inked(image(plain), 0, 1440)).isPositive();
        assertThat(plain.plain()).startsWith("x  3  ███");
        MimeBundle other = renderer.render(VegaSpec.of(json.formatted(", \"size\": {\"aggregate\": \"count\"}")));
        assertThat(other.data()).containsOnlyKeys(VegaLite.MIME, MimeBundle.TEXT);
        assertThatThrownBy(() -> renderer.render(VegaSpec.of("{"))).hasMessageContaining("no Vega-Lite specification");
    }

    @Test
    void valuesThatAreNotFiniteAreCountedNotDrawn() {
        Chart chart = Chart.of(Columns.of(
                List.of(new Pair<>("a", 1.0), new Pair<>("b", Double.NaN), new Pair<>("c", Double.POSITIVE_INFINITY))));

        MimeBundle shown = renderer.render(chart);

        assertThat(shown.plain()).endsWith("2 points left out: without a finite value");
        assertThat(String.valueOf(shown.data().get(VegaLite.MIME))).doesNotContain("NaN", "Infinity");
        assertThat(renderer.render(Chart.of(Columns.of(List.of(new Pair<>("a", 0), new Pair<>("b", 2))))
                                .logY())
                        .plain())
                .endsWith("1 point left out: without a finite value above 0 on a logarithmic axis");
    }

    @Test
    void aChartWithoutPointsSaysSo() {
        assertThat(renderer.render(Chart.of(Columns.of(List.of()))).plain()).isEqualTo("a chart without points");
    }

    @Test
    void aThousandCategoriesAreDrawn() throws IOException {
        List<Pair<String, Integer>> rows = IntStream.range(0, 1000)
                .mapToObj(i -> new Pair<>("/path/" + i, 1000 - i))
                .toList();

        MimeBundle shown = renderer.render(Chart.of(Columns.of(rows)));

        assertThat(inked(image(shown), 0, 1440)).isPositive();
        assertThat(shown.plain()).endsWith("⋮ 976 more");
    }
}
