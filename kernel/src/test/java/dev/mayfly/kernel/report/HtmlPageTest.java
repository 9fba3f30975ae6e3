package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlPageTest {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private final Path folder;

    HtmlPageTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aPageRefersToNothingOutsideIt() {
        Document page = page(
                markdown(
                        "# A\n\n![x](http://evil.example/x.png) ![y](//evil.example/y.png) $x^2$ "
                                + "<img src=\"https://evil.example/z.png\"> <link rel=stylesheet href=http://evil.example/s.css>"),
                code(
                        "x",
                        html(
                                "<img src='http://evil.example/i.png'><iframe src='http://evil.example'></iframe>"
                                        + "<p style='background:url(http://evil.example/b.png)'>t</p>"
                                        + "<video src='http://evil.example/v'></video><object data='http://evil.example/o'></object>")));
        for (Element element : page.getAllElements()) {
            assertThat(element.attr("src")).matches("|data:image/.*");
            assertThat(element.hasAttr("srcset") || element.hasAttr("data") || element.hasAttr("poster"))
                    .isFalse();
            assertThat(element.attr("style")).doesNotContain("url");
        }
        assertThat(page.select("link, iframe, object, embed, video, audio, form, base, svg, script[src]"))
                .isEmpty();
        assertThat(page.select("style").html().replaceAll("url\\(data:font/woff2;base64,[^)]*\\)", ""))
                .doesNotContain("url(", "@import");
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline';");
    }

    @Test
    void whatCouldRunIsGone() {
        List<String> attacks = List.of(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"JaVa\tscript:alert(1)\">x</a>",
                "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
                "<a href=\"vbscript:alert(1)\">x</a>",
                "<svg onload=alert(1)><script>alert(1)</script></svg>",
                "<p onclick=\"alert(1)\" onmouseover=alert(1)>x</p>",
                "<style>@import 'http://evil.example';</style>",
                "<math><mtext><img src=1 onerror=alert(1)></mtext></math>",
                "<meta http-equiv=refresh content='0;url=http://evil.example'>",
                "<form action=http://evil.example><input name=x></form>",
                "</section></main><script>alert(1)</script>",
                "<div style=\"width: expression(alert(1)); position: fixed; top: 0\">x</div>",
                "<noscript><p title=\"</noscript><script>alert(1)</script>\">");
        for (String attack : attacks) {
            for (Document page : List.of(page(markdown(attack)), page(code("x", html(attack))))) {
                assertThat(page.select(
                                "script, style ~ style, svg, form, input:not(#hide-code), meta[http-equiv=refresh]"))
                        .as(attack)
                        .isEmpty();
                for (Element element : page.getAllElements()) {
                    element.attributes().forEach(attribute -> {
                        assertThat(attribute.getKey()).as(attack).doesNotStartWith("on");
                        if (attribute.getKey().equals("href")) {
                            assertThat(attribute.getValue()).as(attack).matches("#.*|https?://.*");
                        }
                        if (attribute.getKey().equals("style")) {
                            assertThat(attribute.getValue()).as(attack).doesNotContain("expression", "position");
                        }
                    });
                }
            }
        }
    }

    @Test
    void textOfEveryKindIsEscaped() {
        String nasty = "</pre><script>alert(1)</script>&";
        Document page = page(code(
                "String s = \"" + nasty + "\"; // " + nasty,
                new Output.Stream("stdout", nasty),
                new Output.Stream("stderr", "\u001b[31m" + nasty),
                new Output.Failure(nasty, nasty, List.of(nasty)),
                display("text/plain", nasty),
                display("application/json", nasty)));
        assertThat(page.select("script")).isEmpty();
        assertThat(page.select("pre.output").eachText()).allMatch(text -> text.contains("<script>alert(1)</script>&"));
        assertThat(page.select("pre.code").text()).isEqualTo("String s = \"" + nasty + "\"; // " + nasty);
    }

    @Test
    void aTableOfOursKeepsItsStructureAndAlignment() {
        Document page = page(code("x", html("""
                <table class="mayfly">
                <thead><tr><th style="text-align:left">key<br><small>String</small></th><th style="text-align:right">value</th></tr></thead>
                <tbody>
                <tr><td style="text-align:left">200</td><td style="text-align:right;font-variant-numeric:tabular-nums">1,234</td></tr>
                <tr><td colspan="2" style="text-align:center">⋮ 5 rows not shown ⋮</td></tr>
                </tbody>
                </table>
                <p>6 rows</p>""")));
        Element table = page.expectFirst("div.output > table.mayfly");
        assertThat(table.select("thead > tr > th > small").text()).isEqualTo("String");
        assertThat(table.select("tbody > tr")).hasSize(2);
        assertThat(table.select("tbody td").get(1).attr("style").replace(" ", ""))
                .startsWith("text-align:right");
        assertThat(table.select("td[colspan=2]").text()).isEqualTo("⋮ 5 rows not shown ⋮");
        assertThat(page.select("div.output > p").text()).isEqualTo("6 rows");
    }

    @Test
    void aPictureIsPreferredAndDescribed() {
        ObjectNode data = Json.object();
        data.put("text/html", "<p>html</p>").put("image/png", PIXEL + "\n").put("text/plain", "a bar chart\n▇▇▇ 200");
        ObjectNode metadata = Json.object();
        metadata.putObject("image/png").put("width", 720).put("height", 420);
        Element image = page(code("x", new Output.Display(data, metadata, Optional.empty())))
                .expectFirst("figure img");
        assertThat(image.attr("src")).isEqualTo("data:image/png;base64," + PIXEL);
        assertThat(image.attr("width")).isEqualTo("720");
        assertThat(image.attr("alt")).isEqualTo("a bar chart 200");
    }

    @Test
    void aScriptThatDrewItsOutputFallsBackToText() {
        ObjectNode data =
                Json.object().put("text/html", "<script>draw()</script>").put("text/plain", "Chart(7)");
        assertThat(page(code("x", new Output.Display(data, Json.object(), Optional.empty())))
                        .select("pre.value")
                        .text())
                .isEqualTo("Chart(7)");
    }

    @Test
    void markdownHasTablesFormulasAndColouredCode() {
        Document page = page(markdown("""
                # Title with `code`

                | name | n |
                |:-----|--:|
                | a | 1 |

                Costs $5 and $6, but $a_b + c_d$ is a formula, `$not$` is not.

                $$
                \\sum_{i=1}^n
                - x
                $$

                ```java
                int x = 1; // one
                ```
                """));
        assertThat(page.select("section.markdown td").get(1).attr("align")).isEqualTo("right");
        assertThat(page.select("span.math").eachText()).containsExactly("a_b + c_d");
        assertThat(page.select("div.math.display").eachText()).containsExactly("\\sum_{i=1}^n - x");
        assertThat(page.select("section.markdown pre .k").text()).isEqualTo("int");
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.title()).isEqualTo("Title with code");
    }

    @Test
    void aPageWithoutFormulasCarriesNoScript() {
        Document page = page(markdown("# A\n\nIt costs $5."), code("int x = 1;"));
        assertThat(page.select("script")).isEmpty();
        assertThat(page.outerHtml()).doesNotContain("KaTeX");
    }

    @Test
    void theOnlyScriptIsTheOneThatThePolicyNames() {
        String html = html(markdown("$x$"));
        String script = html.substring(html.indexOf("<script>") + 8, html.lastIndexOf("</script>"));
        assertThat(html).contains("script-src '" + PageAssets.hash(script) + "'");
        assertThat(PageAssets.formulaStyle()).doesNotContain("url(fonts").contains("url(data:font/woff2;base64,");
    }

    @Test
    void headingsAreContentsWithAnchorsThatLinksFind() {
        Document page = page(
                markdown("# Log\n## Traffic by status\n[x](#Traffic-by-status)"), markdown("## Traffic by status"));
        assertThat(page.select("nav.contents a").eachAttr("href"))
                .containsExactly("#Log", "#Traffic-by-status", "#Traffic-by-status-2");
        for (Element link : page.select("a[href^=#]")) {
            assertThat(page.getElementById(link.attr("href").substring(1)))
                    .as(link.outerHtml())
                    .isNotNull();
        }
        assertThat(page.select("html").attr("lang")).isEqualTo("en");
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @Test
    void aFailureIsOnTopAndTheRestIsMarkedAsNotRun() {
        Cell failed = PapermillMetadata.cellEnds(
                code("boom();", new Output.Failure("E", "m", List.of("\u001b[1;31mE\u001b[0m: m")))
                        .withId("bad"),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(3),
                true);
        Document page = page(markdown("# T"), failed, code("later();").withId("later"));
        Element section = page.expectFirst("main > section");
        assertThat(section.className()).isEqualTo("failure");
        assertThat(section.select("h2").text()).isEqualTo("This report is incomplete: it stopped at cell 1");
        assertThat(section.select(".ansi-fg1.ansi-bold").text()).isEqualTo("E");
        assertThat(page.select("#cell-bad .time").text()).isEqualTo("failed after 3.0 s");
        assertThat(page.select("#cell-later .time").text()).isEqualTo("not run");
    }

    @Test
    void picturesOfTheNotebooksFolderTravelWithThePageAndOthersDoNot() throws IOException {
        byte[] png = Base64.getDecoder().decode(PIXEL);
        Path inner = Files.createDirectories(folder.resolve("book"));
        Files.write(inner.resolve("in side.png"), png);
        Files.write(folder.resolve("secret.png"), png);
        Cell cell = markdown("![in](in%20side.png) ![out](../secret.png) ![none](missing.png) ![a](attachment:a.png)");
        ObjectNode rest = cell.rest();
        rest.putObject("attachments").putObject("a.png").put("image/png", PIXEL);
        Cell attached = new Cell(
                cell.kind(), cell.id(), cell.source(), cell.metadata(), cell.outputs(), cell.executionCount(), rest);
        Document page = Jsoup.parse(HtmlPage.of(notebook(attached), "n.ipynb", inner, false));
        assertThat(page.select("img").eachAttr("alt")).containsExactly("in", "a");
        assertThat(page.select("section a").eachText()).containsExactly("out", "none");
    }

    @Test
    void coloursOfATerminalBecomeSpansAndOtherEscapesVanish() {
        assertThat(AnsiText.html("a\u001b[1;31mb\u001b[0mc\u001b[38;5;196md\u001b[39m\u001b[48;2;1;2;3me"))
                .isEqualTo("a<span class=\"ansi-bold ansi-fg1\">b</span>c<span style=\"color:#ff0000;\">d</span>"
                        + "<span style=\"background-color:#010203;\">e</span>");
        assertThat(AnsiText.html("\u001b]8;;http://x\u0007link\u001b]8;;\u0007\u001b[2K\u001b[?25l!"))
                .isEqualTo("link!");
        assertThat(AnsiText.html("10 %\r50 %\rdone\r\nnext")).isEqualTo("done\nnext");
        assertThat(AnsiText.html("\u001b[999999999999;38;5m<\u001b")).isEqualTo("&lt;");
    }

    @Test
    void codeThatIsNotFinishedIsColouredToItsEnd() {
        for (String code : List.of("\"open", "/* open", "\"\"\"open \\", "'", "@", "%magic", "x\\", "0x1.8p3", "")) {
            assertThat(Jsoup.parse("<pre>" + JavaColours.of(code) + "</pre>").wholeText())
                    .isEqualTo(code);
        }
    }

    @Test
    void provenanceNamesParametersHashAndVersions() {
        ParameterValues values = new ParameterValues(List.of(new ParameterValues.Value(
                new Parameter("host", "String", ParameterType.Known.STRING, ""),
                ParameterType.Known.STRING.check("<edge>").orElseThrow())));
        Notebook run = PapermillMetadata.start(
                Version.record(
                        notebook(markdown("x")),
                        new ReportOrder.Provenance(
                                "abc123", Optional.of(new GitCommit("c0ffee", true)), Optional.empty())),
                "in/n.ipynb",
                values,
                Instant.EPOCH);
        Document page = Jsoup.parse(HtmlPage.of(run, "n.ipynb", folder, false));
        assertThat(page.select("footer dd").eachText())
                .contains("n.ipynb", "abc123", "1970-01-01 00:00:00 UTC", "<edge>")
                .anyMatch(text -> text.contains("Java " + Runtime.version()));
        assertThat(page.select(".run .parameter").text()).isEqualTo("host = <edge>");
        assertThat(page.select("footer dt").eachText()).doesNotContain("Cost");

        ObjectNode metadata = run.metadata();
        ((ObjectNode) metadata.get(Version.FIELD)).putNull("dollars");
        Notebook costly = new Notebook(5, metadata, run.cells(), Json.object());
        assertThat(Jsoup.parse(HtmlPage.of(costly, "n.ipynb", folder, false))
                        .select("footer dd")
                        .eachText())
                .contains("unknown: the price of a node is not known");
    }

    private Document page(Cell... cells) {
        return Jsoup.parse(html(cells));
    }

    private String html(Cell... cells) {
        return HtmlPage.of(notebook(cells), "n.ipynb", folder, false);
    }

    private static Notebook notebook(Cell... cells) {
        return new Notebook(5, Json.object(), CellIds.complete(Arrays.asList(cells)), Json.object());
    }

    private static Cell markdown(String text) {
        return Cell.of(Cell.MARKDOWN, "", text, "x");
    }

    private static Cell code(String text, Output... outputs) {
        return Cell.of(Cell.CODE, "", text, "x").withOutputs(List.of(outputs), OptionalInt.of(1));
    }

    private static Output html(String html) {
        return display("text/html", html);
    }

    private static Output display(String type, String content) {
        return new Output.Display(Json.object().put(type, content), Json.object(), Optional.empty());
    }
}
