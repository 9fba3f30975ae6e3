package dev.mayfly.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.kernel.report.ReportOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart, run as anybody runs it, against sums that plain Java makes of the same files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuickstartTest {
    private static final int TOP = 7;
    private static final double PERCENTILE = 0.9;

    private final Path folder;
    private final List<Request> requests = new ArrayList<>();
    private JsonNode notebook = new ObjectMapper().createObjectNode();
    private Document page = new Document("");

    QuickstartTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void runTheNotebook() throws IOException {
        ReportOutcome outcome = Gallery.run(
                "quickstart.ipynb",
                Map.of("top", Integer.toString(TOP), "percentile", Double.toString(PERCENTILE)),
                List.of(folder.resolve("out.ipynb"), folder.resolve("out.html")));
        assertThat(outcome.ending()).as(outcome.message()).isEqualTo(ReportOutcome.Ending.DONE);
        notebook = new ObjectMapper().readTree(folder.resolve("out.ipynb").toFile());
        page = Jsoup.parse(folder.resolve("out.html").toFile());
        requests.addAll(Request.ofTheSample());
    }

    @Test
    void trafficByStatusIsRight() {
        assertThat(rows("by-status")).isEqualTo(Request.countsByStatus(requests));
    }

    @Test
    void theTopClientsByBytesAreRight() {
        assertThat(rows("top-clients")).isEqualTo(Request.topClients(requests, TOP));
    }

    @Test
    void theLatencyOfEachUrlIsRight() {
        assertThat(rows("latency-by-url")).isEqualTo(Request.slowest(requests, PERCENTILE, TOP));
    }

    @Test
    void theChartShowsTheErrorsOfEveryHour() {
        JsonNode chart = data("errors-by-hour").path("application/vnd.vegalite.v5+json");
        List<String> points = new ArrayList<>();
        chart.path("data")
                .path("values")
                .forEach(point -> points.add(
                        point.path("x").asText() + " " + point.path("y").asLong()));
        assertThat(points).isEqualTo(Request.errorsByHour(requests));
        assertThat(data("errors-by-hour").path("image/png").asText()).startsWith("iVBOR");
    }

    @Test
    void theFactsSayThatEveryLineWasRead() {
        assertThat(data("facts-of-the-job").path("text/plain").toString()).contains("6", "120,000");
    }

    @Test
    void thePageShowsTablesChartAndFormulaWithoutANetwork() {
        assertThat(page.select("main table")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(page.select("main figure img[src^=data:image/png;base64,]")).hasSize(1);
        assertThat(page.select(".math")).isNotEmpty();
        assertThat(page.select("[src]:not([src^=data:]), link, iframe")).isEmpty();
        assertThat(page.select(".failure, .error, .stderr")).isEmpty();
        assertThat(page.select("footer").text()).contains("Parameter top 7", "Parameter percentile 0.9");
    }

    /** The rows of a table that a cell shows, each as {@code key value}. */
    private List<String> rows(String cell) {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : data(cell).path("application/vnd.dataresource+json").path("data")) {
            rows.add(row.path("key").asText() + " " + row.path("value").asText());
        }
        return rows;
    }

    private JsonNode data(String id) {
        for (JsonNode cell : notebook.path("cells")) {
            if (cell.path("id").asText().equals(id)) {
                JsonNode outputs = cell.path("outputs");
                return outputs.path(outputs.size() - 1).path("data");
            }
        }
        throw new IllegalArgumentException("The notebook has no cell " + id);
    }
}
