package dev.mayfly.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.kernel.report.ReportOutcome.Ending;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notebooks beside the quickstart, run as reports, against what plain Java makes of the same files. */
final class GalleryTest {
    private static final Map<String, Long> NONE = Map.of();

    private final Path folder;

    GalleryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theCdnReportIsRight() throws IOException {
        Ran ran = Ran.of("cdn-quality.ipynb", Map.of("top", "5", "busy", "100"), folder);
        assertThat(ran.outcome().ending()).as(ran.outcome().message()).isEqualTo(Ending.DONE);
        List<Request> all = Request.ofTheSample();

        Map<String, Long> bytes = new TreeMap<>(
                all.stream().collect(Collectors.groupingBy(Request::status, Collectors.summingLong(Request::bytes))));
        Map<String, Long> counts =
                new TreeMap<>(all.stream().collect(Collectors.groupingBy(Request::status, Collectors.counting())));
        assertThat(ran.rows("status"))
                .isEqualTo(counts.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue() + " " + (double) each.getValue() / all.size()
                                + " " + bytes.get(each.getKey()))
                        .toList());

        Map<String, Long> fields = new TreeMap<>(all.stream()
                .filter(each -> each.status().compareTo("400") >= 0)
                .collect(Collectors.groupingBy(each -> each.hour() + " " + each.status(), Collectors.counting())));
        assertThat(ran.points("errors"))
                .isEqualTo(fields.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .toList());

        assertThat(ran.rows("latency-by-url")).isEqualTo(Request.slowest(often(all, true), 0.95, 5));
        assertThat(ran.rows("latency-by-client"))
                .isEqualTo(Request.slowest(
                        often(all, false).stream()
                                .map(each -> new Request(
                                        each.client(),
                                        each.hour(),
                                        each.client(),
                                        each.status(),
                                        each.bytes(),
                                        each.millis(),
                                        each.cached()))
                                .toList(),
                        0.95,
                        5));
        long missed = all.stream().filter(each -> !each.cached()).count();
        long inBins = ran.points("latency-shape").stream()
                .mapToLong(point -> Long.parseLong(point.split(" ")[1]))
                .sum();
        assertThat(inBins).isEqualTo(missed);
        checkMisses(ran, all);
        assertThat(ran.page().select("td img[src^=data:image/svg+xml;base64,]")).hasSize(5);
        assertThat(ran.page().select("footer").text()).contains("6 inputs", "SHA-256");
    }

    private static void checkMisses(Ran ran, List<Request> all) {
        Map<String, Long> missed = all.stream()
                .filter(each -> !each.cached())
                .collect(Collectors.groupingBy(Request::url, Collectors.counting()));
        List<String> most = Request.greatest(missed, 5);
        List<String> shown = new ArrayList<>();
        for (JsonNode row :
                ran.data("cache").path("application/vnd.dataresource+json").path("data")) {
            shown.add(row.path("url").asText() + " " + row.path("missed").asText());
            String url = row.path("url").asText();
            assertThat(row.path("requests").asLong())
                    .isEqualTo(
                            all.stream().filter(each -> each.url().equals(url)).count());
            assertThat(row.path("bytes").asLong())
                    .isEqualTo(all.stream()
                            .filter(each -> each.url().equals(url) && !each.cached())
                            .mapToLong(Request::bytes)
                            .sum());
        }
        assertThat(shown).isEqualTo(most);
    }

    /** The requests to URLs, or of clients, that have a hundred of them. */
    private static List<Request> often(List<Request> all, boolean urls) {
        Map<String, Long> counts = all.stream()
                .collect(Collectors.groupingBy(each -> urls ? each.url() : each.client(), Collectors.counting()));
        return all.stream()
                .filter(each -> counts.get(urls ? each.url() : each.client()) >= 100)
                .toList();
    }

    @Test
    void theWordsOfTheNovelAreCountedRight() throws IOException {
        Ran ran = Ran.of("word-statistics.ipynb", Map.of("top", "20"), folder);
        assertThat(ran.outcome().ending()).as(ran.outcome().message()).isEqualTo(Ending.DONE);
        Map<String, Long> counts = new TreeMap<>();
        Pattern word = Pattern.compile("[a-z]+(?:'[a-z]+)?");
        try (Stream<String> lines = lines(Gallery.path("data/persuasion.txt.gz"))) {
            lines.forEach(line -> {
                Matcher matcher = word.matcher(line.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
                while (matcher.find()) {
                    counts.merge(matcher.group(), 1L, Long::sum);
                }
            });
        }
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        long once = counts.values().stream().filter(count -> count == 1).count();
        assertThat(total).as("words of the novel").isBetween(80_000L, 90_000L);
        assertThat(ran.rows("most-frequent")).isEqualTo(Request.greatest(counts, 20));
        assertThat(ran.rows("size"))
                .containsExactly(total + " " + counts.size() + " " + once + " " + (double) once / counts.size());
        List<Long> ranked = counts.values().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
        assertThat(ran.points("zipf")).hasSizeGreaterThan(30).allSatisfy(point -> {
            String[] xy = point.split(" ");
            assertThat(Long.parseLong(xy[1])).isEqualTo(ranked.get(Integer.parseInt(xy[0]) - 1));
        });
        assertThat(ran.printed("exponent")).matches("s = (0\\.9|1\\.[01])\\d+\n");
        double share = ran.points("lengths").stream()
                .filter(point -> point.contains("running text"))
                .mapToDouble(point -> Double.parseDouble(point.substring(point.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(share).isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void theGrepFindsWhatPlainJavaFinds() throws IOException {
        String regex = "\\b(Miss|Mr|Mrs)\\.? ([A-Z][a-z]+)";
        Ran ran = Ran.of("grep-the-web.ipynb", Map.of("pattern", regex, "top", "9"), folder);
        assertThat(ran.outcome().ending()).as(ran.outcome().message()).isEqualTo(Ending.DONE);
        Map<String, Long> counts = new TreeMap<>(NONE);
        Map<String, Set<String>> urls = new TreeMap<>();
        Map<String, Long> byUrl = new TreeMap<>();
        long documents = 0;
        try (Stream<Path> files = Files.list(Gallery.path("data/crawl"))) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = lines(file)) {
                    for (String line : lines.toList()) {
                        documents++;
                        JsonNode page = new ObjectMapper().readTree(line);
                        String url = page.path("url").asText();
                        Matcher matcher =
                                Pattern.compile(regex).matcher(page.path("text").asText());
                        while (matcher.find()) {
                            counts.merge(matcher.group(), 1L, Long::sum);
                            byUrl.merge(url, 1L, Long::sum);
                            urls.computeIfAbsent(matcher.group(), form -> new HashSet<>())
                                    .add(url);
                        }
                    }
                }
            }
        }
        long found = counts.values().stream().mapToLong(Long::longValue).sum();
        assertThat(found).isGreaterThan(500);
        assertThat(ran.data("match").path("text/plain").toString())
                .contains("documents=" + documents, "matches=" + found);
        assertThat(ran.rows("count")).isEqualTo(Request.greatest(counts, 9));
        Map<String, Long> spread = new TreeMap<>();
        urls.forEach((form, where) -> spread.put(form, (long) where.size()));
        assertThat(ran.rows("spread")).isEqualTo(Request.greatest(spread, 9));
        List<String> most = Request.greatest(byUrl, 5);
        assertThat(ran.rows("read")).hasSize(5).allSatisfy(row -> assertThat(most)
                .anyMatch(row::startsWith));
    }

    @Test
    void theNightlyReportKeepsItsLimitsAndFailsWhereOneIsBroken() throws IOException {
        Ran kept = Ran.of("nightly.ipynb", Map.of("ignore", "/cart/checkout"), folder);
        assertThat(kept.outcome().ending()).as(kept.outcome().message()).isEqualTo(Ending.DONE);
        List<Request> counted = Request.ofTheSample().stream()
                .filter(each -> !each.url().equals("/cart/checkout"))
                .toList();
        long errors = counted.stream()
                .filter(each -> each.status().compareTo("500") >= 0)
                .count();
        long cached = counted.stream().filter(Request::cached).count();
        long clients = counted.stream().map(Request::client).distinct().count();
        assertThat(kept.rows("numbers"))
                .containsExactly(
                        "requests " + (double) counted.size() + " at least 1000 ok",
                        "visitors " + (double) clients + " none ok",
                        "errors, per cent " + 100.0 * errors / counted.size() + " at most 2.0 ok",
                        "95th percentile, ms " + (double) percentile(counted) + " at most 1000 ok",
                        "from the cache, per cent " + 100.0 * cached / counted.size() + " at least 50.0 ok");
        assertThat(kept.points("errors")).isEqualTo(Request.errorsByHour(counted));
        assertThat(kept.printed("verdict")).isEqualTo("All limits are kept.\n");

        Ran broken = Ran.of("nightly.ipynb", Map.of("level", "STRICT", "mostMillis", "10"), folder);
        assertThat(broken.outcome().ending()).isEqualTo(Ending.CELL_FAILED);
        assertThat(broken.outcome().message()).endsWith("limits are broken on 2026-11-01: 95th percentile, ms");
        assertThat(broken.page().select(".failure").text()).contains("limits are broken");
    }

    private static long percentile(List<Request> requests) {
        return requests.stream()
                .mapToLong(Request::millis)
                .sorted()
                .skip((long) Math.ceil(0.95 * requests.size()) - 1)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "cdn-quality", "grep-the-web", "word-statistics", "nightly"})
    void aCommittedNotebookHoldsNoOutputs(String name) throws IOException {
        JsonNode committed =
                new ObjectMapper().readTree(Gallery.path(name + ".ipynb").toFile());
        assertThat(committed.path("metadata").path("kernelspec").path("name").asText())
                .isEqualTo("mayfly");
        for (JsonNode cell : committed.path("cells")) {
            assertThat(cell.path("outputs")).as(cell.path("id").asText()).isEmpty();
            assertThat(cell.path("execution_count").isInt()).isFalse();
        }
        assertThat(Files.readString(Gallery.path(name + ".ipynb"))).endsWith("}\n");
    }

    private static Stream<String> lines(Path file) throws IOException {
        return new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))
                .lines();
    }
}
