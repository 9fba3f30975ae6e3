package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Columns;
import dev.mayfly.engine.Pair;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
        assertThat(image(shown).getWidth()).isEqualTo(720);
    }

    @Test
    void theImageDrawsTheBarsInProportion() throws IOException {
        BufferedImage image = image(renderer.render(statuses()));

        long tall = inked(image, 0, image.getWidth() / 3 + 40);
        long middle = inked(image, image.getWidth() / 3 + 40, image.getWidth() * 2 / 3 + 10);
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
    void everyMarkIsDrawnOverDatesAndCategories() throws IOException {
        for (Chart.Mark mark : Chart.Mark.values()) {
            for (boolean dates : List.of(true, false)) {
                List<Chart.Point> points = IntStream.range(1, 20)
                        .mapToObj(i -> new Chart.Point(dates ? LocalDate.of(2026, 1, i) : "day " + i, i % 7))
                        .toList();
                MimeBundle shown = renderer.render(new Chart(mark, "", "day", "hits", points));

                assertThat(inked(image(shown), 0, 720)).as("%s %s", mark, dates).isPositive();
                assertThat(shown.plain().lines()).allMatch(line -> TextWidth.of(line) <= 60);
            }
        }
    }

    @Test
    void valuesThatAreNotFiniteAreCountedNotDrawn() {
        Chart chart = new Chart(
                Chart.Mark.BAR,
                "",
                "",
                "",
                List.of(
                        new Chart.Point("a", 1),
                        new Chart.Point("b", Double.NaN),
                        new Chart.Point("c", Double.POSITIVE_INFINITY)));

        MimeBundle shown = renderer.render(chart);

        assertThat(shown.plain()).endsWith("2 points without a finite value left out");
        assertThat(String.valueOf(shown.data().get(VegaLite.MIME))).doesNotContain("NaN", "Infinity");
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

        assertThat(inked(image(shown), 0, 720)).isPositive();
        assertThat(shown.plain()).endsWith("⋮ 976 more");
    }
}
