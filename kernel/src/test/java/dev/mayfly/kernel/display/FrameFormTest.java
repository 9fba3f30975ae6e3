package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

final class FrameFormTest {
    private final Renderer renderer = Renderer.standard();

    @Test
    void aTableOfTablesawIsATableOfOurs() {
        MimeBundle shown =
                renderer.render(new Table(List.of("path", "hits"), List.of(List.of("/a<b", 1_234), List.of("/c", 5))));
        assertThat(shown.plain()).contains("path", "hits", "/a<b", "1,234", "2 rows");
        assertThat(html(shown)).contains("<table", "/a&lt;b");
    }

    @Test
    void aLongTableOfTablesawShowsItsFirstRowsAndHowManyThereAre() {
        List<List<?>> rows = IntStream.range(0, 12_345)
                .<List<?>>mapToObj(i -> List.of("row " + i))
                .toList();
        MimeBundle shown = renderer.render(new Table(List.of("name"), rows));
        assertThat(shown.plain()).contains("row 0", "12,345 rows").doesNotContain("row 12344");
    }

    @Test
    void aSubclassOfTheirTableIsATableToo() {
        Table more = new Table(List.of("n"), List.of(List.of(7))) {};
        assertThat(html(renderer.render(more))).contains("<table");
    }

    @Test
    void aFrameOfDflibIsATableOfOurs() {
        DataFrame frame = DataFrame.foldByRow("path", "hits").of("/a", 1, "/b", 2);
        assertThat(renderer.render(frame).plain()).contains("path", "hits", "/b", "2 rows");
    }

    private static String html(MimeBundle shown) {
        return String.valueOf(shown.data().get(MimeBundle.HTML));
    }
}
