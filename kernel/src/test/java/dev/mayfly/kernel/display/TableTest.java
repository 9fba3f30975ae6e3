package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Columns;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.TableView;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Table rows(long n) {
        return Table.of(LongStream.rangeClosed(1, n).mapToObj(i -> new Pair<>("key " + i, i * 1000)), n);
    }

    @Test
    void fiftyRowsAreShownWhole() {
        Table table = rows(50);

        assertThat(table.shown()).isEqualTo(50);
        assertThat(table.cut()).isZero();
    }

    @Test
    void moreRowsShowTheFirstAndTheLastAndWhatWasCut() {
        Table table = rows(1234);

        assertThat(table.shown()).isEqualTo(50);
        assertThat(table.columns().cells().get(39)).containsExactly("key 40", 40_000L);
        assertThat(table.columns().cells().get(40)).containsExactly("key 1225", 1_225_000L);
        assertThat(HtmlTable.of(table)).containsOnlyOnce("⋮ 1,184 rows not shown ⋮");
    }

    @Test
    void theLastRowsOfAHugeResultAreNotWorthReading() {
        long[] read = {0};
        Table table = Table.of(LongStream.range(0, 10_000).boxed().peek(row -> read[0]++), 5_000_000_000L);

        assertThat(read[0]).isLessThan(100);
        assertThat(table.shown()).isEqualTo(50);
        assertThat(TextTable.of(table, 80)).endsWith("⋮");
    }

    @Test
    void textShowsFewerRowsThanAPageWithTheGapMarked() {
        List<String> lines = TextTable.of(rows(1234), 80).lines().toList();

        assertThat(lines).hasSize(2 + 24 + 1);
        assertThat(lines.get(0)).isEqualTo("key           value");
        assertThat(lines.get(2 + 18)).isEqualTo("⋮");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("key 1234  1,234,000");
    }

    @Test
    void typesStandInTheHeaderAndNumbersStandRight() {
        assertThat(HtmlTable.of(rows(2)))
                .contains("<th style=\"text-align:left\">key<br><small>String</small></th>")
                .contains("<th style=\"text-align:right\">value<br><small>Long</small></th>")
                .contains(";font-variant-numeric:tabular-nums\">2,000</td>");
    }

    @Test
    void columnsThatDoNotFitAreNamed() {
        Columns columns = new Columns(
                List.of("first", "second", "third"), List.of(List.of(123_456_789L, 987_654_321L, 555_555_555L)));

        assertThat(TextTable.of(Table.of(columns, 1, 1), 26).lines().toList())
                .containsExactly(
                        "      first       second",
                        "───────────  ───────────",
                        "123,456,789  987,654,321",
                        "… 1 more column: third");
    }

    @Test
    void aThousandWideColumnsAreLaidOutByWhatFits() {
        List<String> names = LongStream.range(0, 1_000).mapToObj(i -> "c" + i).toList();
        List<List<Object>> row = List.of(LongStream.range(0, 1_000)
                .<Object>mapToObj(i -> "x".repeat(400))
                .toList());

        List<String> lines = TextTable.of(Table.of(new Columns(names, row), 1, 1), 80)
                .lines()
                .toList();

        assertThat(lines).hasSize(4).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(lines.get(2)).isEqualTo(String.join("  ", Collections.nCopies(8, "xxxxxxx…")));
        assertThat(lines.get(3)).startsWith("… 992 more columns: c8, c9, ");
    }

    @Test
    void textsShareTheWidthThatNumbersLeave() {
        Columns columns = new Columns(
                List.of("a", "n", "b"),
                List.of(List.of("x".repeat(50), 123_456L, "y".repeat(50)), List.of("x", 1, "y")));

        assertThat(TextTable.of(Table.of(columns, 2, 2), 40).lines().toList().get(2))
                .isEqualTo("x".repeat(13) + "…  123,456  " + "y".repeat(14) + "…");
    }

    @Test
    void anEmptyRowAndNullsAreShown() {
        Columns nulls = new Columns(List.of("k", "n"), List.of(Arrays.asList("a", null), Arrays.asList(null, null)));
        Table table = Table.of(nulls, 2, 2);

        assertThat(TextTable.of(table, 40)).isEqualTo("k  n\n─  ─\na\n");
        assertThat(HtmlTable.of(table))
                .contains("<td style=\"text-align:left\"></td>")
                .doesNotContain("null");
        assertThat(TextTable.of(Table.of(Columns.of(List.of(List.of())), 1, 1), 40))
                .isBlank();
    }

    @Property(tries = 200)
    void everyLineFitsTheWidth(
            @ForAll @Size(min = 1, max = 30) List<String> texts, @ForAll @IntRange(min = 20, max = 120) int width) {
        Table table = Table.of(texts.stream().map(text -> new Pair<>(text, text.length())), texts.size());

        assertThat(TextTable.of(table, width).lines()).allMatch(line -> TextWidth.of(line) <= width);
    }

    @Test
    void wideCharactersTakeTwoCellsAndControlCharactersAreShown() {
        Table table = Table.of(LongStream.of(1, 2).mapToObj(i -> new Pair<>(i == 1 ? "漢字" : "a\u001b[31m\n", i)), 2);

        assertThat(TextTable.of(table, 80)).isEqualTo("""
                        key            value
                        ─────────────  ─────
                        漢字               1
                        a\\u001b[31m\\n      2""");
    }

    @Test
    void theDataResourceHasUniqueNamesTypesAndRawNumbers() {
        Columns columns =
                new Columns(List.of("n", "n", "x"), List.of(List.of(1L, "a", Double.NaN), List.of(2L, "b", 2.5)));

        Map<String, Object> resource = DataResource.of(Table.of(columns, 2, 2));

        assertThat(resource.get("data"))
                .isEqualTo(List.of(Map.of("n", 1L, "n_2", "a", "x", "NaN"), Map.of("n", 2L, "n_2", "b", "x", 2.5)));
        assertThat(resource.get("schema"))
                .isEqualTo(Map.of(
                        "fields",
                        List.of(
                                Map.of("name", "n", "type", "integer"),
                                Map.of("name", "n_2", "type", "string"),
                                Map.of("name", "x", "type", "number"))));
    }

    @Test
    void aViewWritesColumnsAsItIsTold() {
        record Row(String name, long bytes, double share, int millis, List<Integer> trend, int year) {}
        TableView view = TableView.of(List.of(
                        new Row("a", 12_345_678, 0.1234, 90_500, List.of(1, 5, 9), 2026),
                        new Row("b", 5, -0.5, 7, List.of(), 2027)))
                .bytes("bytes")
                .percent("share")
                .milliseconds("millis")
                .sparkline("trend")
                .plain("year")
                .name("millis", "time");

        MimeBundle shown = Renderer.standard().render(view);

        assertThat(shown.plain().lines().limit(4))
                .containsExactly(
                        "name    bytes    share        time  trend  year",
                        "────  ───────  ───────  ──────────  ─────  ────",
                        "a     12.3 MB   12.3 %  1 min 31 s  ▁▅█    2026",
                        "b         5 B  -50.0 %      0.01 s  []     2027");
        assertThat((String) shown.data().get(MimeBundle.HTML))
                .contains(
                        "data-value=\"12345678\">12.3 MB</td>",
                        "alt=\"3 values from 1 to 9, the last 9\" src=\"data:image/svg+xml;base64,");
        assertThat(String.valueOf(shown.data().get(DataResource.MIME))).contains("bytes=12345678");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Renderer.standard().render(view.bytes("byte")))
                .hasMessageContaining("There is no column \"byte\"; there are name, bytes");
    }
}
