package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Sink;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class RendererTest {
    private final Renderer renderer = Renderer.standard();

    record Hit(String path, int status) {}

    @Test
    void nothingIsShownAsNull() {
        assertThat(renderer.render(null).plain()).isEqualTo("null");
    }

    @Test
    void anyValueIsShownByItsToString() {
        assertThat(renderer.render(1234567).plain()).isEqualTo("1234567");
        assertThat(renderer.render("two\nlines").plain()).isEqualTo("two\nlines");
        assertThat(renderer.render("x").data()).containsOnlyKeys(MimeBundle.TEXT);
    }

    @Test
    void aLongTextIsCutAndSaysHowToSeeAll() {
        String shown = renderer.render("x".repeat(1_000_000)).plain();

        assertThat(shown).hasSizeLessThan(21_000);
        assertThat(shown)
                .endsWith("… 980,000 more characters: print the value with System.out.println(...) to see all of it");
    }

    @Test
    void whatAValueThrowsComesThrough() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };

        assertThatThrownBy(() -> renderer.render(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no text");
    }

    @Test
    void elementsWithoutPartsAreOneLine() {
        assertThat(renderer.render(List.of(1, 2, 3)).plain()).isEqualTo("[1, 2, 3]");
        assertThat(renderer.render(new int[] {1, 2, 3}).plain()).isEqualTo("[1, 2, 3]");
        assertThat(renderer.render(new String[] {"a", "b"}).plain()).isEqualTo("[a, b]");
        assertThat(renderer.render(List.of()).plain()).isEqualTo("[]");
    }

    @Test
    void manyElementsAreCutWithTheirTrueNumber() {
        assertThat(renderer.render(IntStream.range(0, 5000).boxed().toList()).plain())
                .startsWith("[0, 1, 2,")
                .endsWith("199, …]\n5,000 elements, 200 shown: print it, or stream it, to see all");
    }

    @Test
    void recordsAreRowsAndHtmlIsEscaped() {
        MimeBundle shown = renderer.render(List.of(new Hit("/<script>alert('x')</script>", 200), new Hit("/b", 404)));

        assertThat((String) shown.data().get(MimeBundle.HTML))
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", "<small>Integer</small>")
                .doesNotContain("<script>");
        assertThat(shown.plain()).isEqualTo("""
                        path                          status
                        ────────────────────────────  ──────
                        /<script>alert('x')</script>     200
                        /b                               404
                        2 rows""");
    }

    @Test
    void aMapIsATableOfKeysAndValues() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("a", 1000);
        map.put("bb", 20);

        assertThat(renderer.render(map).plain()).isEqualTo("""
                        key  value
                        ───  ─────
                        a    1,000
                        bb      20
                        2 rows""");
    }

    @Test
    void anEndlessStreamIsShownByItsStart() {
        assertThat(renderer.render(Stream.iterate(1, i -> i + 1)).plain())
                .startsWith("[1, 2, 3,")
                .endsWith("50]\nthe first 50 elements of a stream, which is used up by showing it");
    }

    @Test
    void aRecordShowsItsComponents() {
        MimeBundle shown = renderer.render(new Hit("/a", 200));

        assertThat(shown.plain()).isEqualTo("Hit[path=/a, status=200]");
        assertThat((String) shown.data().get(MimeBundle.HTML)).contains("<th style=\"text-align:left\">path</th>");
    }

    @Test
    void anImageIsAPngOfItsSize() throws Exception {
        MimeBundle shown = renderer.render(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));

        byte[] png = Base64.getDecoder().decode((String) shown.data().get(MimeBundle.PNG));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(30);
        assertThat(shown.plain()).isEqualTo("image, 30 x 20 pixels");
        assertThat(shown.metadata()).containsEntry(MimeBundle.PNG, Map.of("width", 30, "height", 20));
    }

    @Test
    void anAddedFormIsAskedFirstAndMayRenderWhatTheValueHolds() {
        Renderer own = renderer.with(
                Hit.class,
                (hit, r) -> MimeBundle.text("hit " + r.render(hit.status()).plain()));

        assertThat(own.render(new Hit("/", 503)).plain()).isEqualTo("hit 503");
        assertThat(renderer.render(new Hit("/", 503)).plain()).startsWith("Hit[");
    }

    @Test
    void jobFactsAreAListWithSkippedExamples() {
        JobFacts facts = new JobFacts(
                "this machine, 2 threads",
                3,
                1_500_000,
                12_000_000,
                98_765,
                98_765,
                12,
                2,
                List.of("a.gz line 7: <oops>"),
                5,
                0,
                0,
                Duration.ofMillis(2345),
                OptionalDouble.of(0));

        assertThat(renderer.render(facts).plain())
                .contains("where            this machine, 2 threads", "lines            98,765", "a.gz line 7: <oops>")
                .containsPattern("replaced chars +5\n")
                .contains("read             1.5 MB, as text 12.0 MB");
        assertThat((String) renderer.render(facts).data().get(MimeBundle.HTML)).contains("&lt;oops&gt;");
        assertThat(renderer.render(facts).plain()).containsPattern("cost +nothing");
        assertThat(renderer.render(facts.on("afar", OptionalDouble.of(1.5))).plain())
                .containsPattern("cost +\\$1.50");
        assertThat(renderer.render(facts.on("afar", OptionalDouble.empty())).plain())
                .containsPattern("cost +unknown");
    }

    @Test
    void aReceiptSaysWhatWasWrittenWhere() {
        assertThat(renderer.render(new Sink.Receipt("out/errors.gz", 1234, 56_789))
                        .plain())
                .isEqualTo("wrote 1,234 rows, 56.8 kB, to out/errors.gz");
    }

    @Test
    void aThrowableAsAValueShowsItsTrace() {
        assertThat(renderer.render(new IllegalStateException("kept")).plain())
                .startsWith("java.lang.IllegalStateException: kept\n\tat ");
    }
}
