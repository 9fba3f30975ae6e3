package dev.mayfly.kernel.cell;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an analyst types, as typed, over gzip logs. The tests share a session and use names of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CellExamplesTest {
    private Path folder;
    private Notebook notebook;
    private List<String> lines;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path logs = Files.createDirectory(folder.resolve("logs"));
        lines = SampleLogs.in(logs).lines();
        notebook = new Notebook(Files.createDirectory(folder.resolve("temporary")));
        notebook.value("var logs = files(\"" + logs + "/*.gz\");");
    }

    @AfterAll
    void close() throws IOException {
        notebook.close();
        try (Stream<Path> left = Files.walk(folder.resolve("temporary"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void theClassicFormCountsByStatus() {
        Map<Object, Object> counts = notebook.pairs("""
                mapreduce(logs,                                      // the classic form
                    (String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[8], 1L),
                    (status, counts) -> counts.sum());
                """);

        assertThat(counts)
                .hasSize(6)
                .isEqualTo(lines.stream().collect(groupingBy(line -> (Object) line.split(" ")[8], counting())));
    }

    @Test
    void theFluentFormTakesThePercentileOfEachPathGreatestFirst() {
        Map<Object, Object> latencies = notebook.pairs("""
                mapreduce(logs)                                      // the fluent form: the same plan
                    .map(line -> line.split(" "))
                    .filter(f -> f.length > 9)
                    .groupBy(f -> f[6])
                    .percentile(f -> Integer.parseInt(f[f.length - 1]), 0.95)
                    .top(20);
                """);

        Map<Object, Object> expected = new HashMap<>();
        lines.stream()
                .map(line -> line.split(" "))
                .filter(f -> f.length > 9)
                .collect(groupingBy(f -> f[6]))
                .forEach((path, of) -> {
                    int[] sorted = of.stream()
                            .mapToInt(f -> Integer.parseInt(f[f.length - 1]))
                            .sorted()
                            .toArray();
                    expected.put(path, sorted[(int) Math.ceil(0.95 * sorted.length) - 1]);
                });
        assertThat(latencies).hasSize(5).isEqualTo(expected);
        assertThat(latencies.values().stream().map(Integer.class::cast)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void matchingLinesGoToAFileSortedAndEachOnce() throws IOException {
        Path errors = folder.resolve("out").resolve("errors.gz");

        String to = "mapreduce(logs).grep(\"GET /cart/.* 50[03] \").to(files.lineOutput(\"" + errors
                + "\").sorted().unique())";
        assertThat(notebook.value(to + ";").plain()).isEqualTo("(no value)");

        Pattern cart = Pattern.compile("GET /cart/.* 50[03] ");
        List<String> expected =
                lines.stream().filter(cart.asPredicate()).sorted().distinct().toList();
        assertThat(expected).hasSizeGreaterThan(10).hasSizeLessThan(lines.size());
        assertThat(unzipped(errors)).isEqualTo(expected);
        assertThat(notebook.value(to).plain())
                .startsWith("wrote " + expected.size() + " rows, ")
                .endsWith(errors.toString());
    }

    private static List<String> unzipped(Path file) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @Test
    void jsonLinesBecomeRecordsOfTheCellsOwnAndAreSummed() throws IOException {
        Path file = folder.resolve("hits.json.gz");
        SampleLogs.gzip(
                file,
                List.of(
                        "{\"path\": \"/a\", \"status\": 200, \"bytes\": 5000000000}",
                        "{\"status\": 404, \"bytes\": 1, \"path\": \"/é\"}",
                        "{\"path\": \"/a\", \"status\": 200, \"bytes\": 7, \"more\": [1]}"));
        notebook.value("record Hit(String path, int status, long bytes) {}");

        assertThat(notebook.pairs("mapreduce(files(\"" + file
                        + "\")).json(Hit.class).groupBy(h -> h.path()).sum(h -> h.bytes())"))
                .isEqualTo(Map.of("/a", 5_000_000_007L, "/é", 1L));
    }

    @Test
    void csvLinesBecomeRecordsOfTheCellsOwn() throws IOException {
        Path file = folder.resolve("hits.csv.gz");
        SampleLogs.gzip(file, List.of("path,status,bytes", "/a,200,10", "\"/b,c\",404,20", "/a,200,30"));
        notebook.value("record CsvHit(String path, int status, long bytes) {}");

        assertThat(notebook.pairs("mapreduce(files(\"" + file
                        + "\")).csv(CsvHit.class).groupBy(h -> h.path()).sum(h -> h.bytes())"))
                .isEqualTo(Map.of("/a", 40L, "/b,c", 20L));
    }

    @Test
    void aLambdaUsesAVariableAMethodARecordAndAClassOfEarlierCells() {
        notebook.value("var shift = 1_000L;");
        notebook.value("long twice(long n) {\n    return 2 * n;\n}");
        notebook.value("record Client(String address, String status) {}");
        notebook.value("""
                class Weight {
                    private final long of;
                    Weight(long of) {
                        this.of = of;
                    }
                    long plus(long more) {
                        return of + more;
                    }
                }
                """);

        List<Map<String, Object>> rows = notebook.rows("""
                mapreduce(logs)
                    .map(line -> line.split(" "))
                    .groupBy(f -> new Client(f[0], f[8]))
                    .sum(f -> new Weight(shift).plus(twice(f.length)))
                """);

        Map<List<Object>, Long> expected = new HashMap<>();
        lines.stream()
                .map(line -> line.split(" "))
                .forEach(f -> expected.merge(List.of(f[0], f[8]), 1_000L + 2L * f.length, Long::sum));
        Map<List<Object>, Object> found = new HashMap<>();
        rows.forEach(row -> found.put(List.of(row.get("address"), row.get("status")), row.get("value")));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aVariableThatHoldsAResultRunsNoJobAndShowingItRunsOne() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        Reply declared = notebook.run("var perFile = mapreduce(logs).groupBy(line -> line.length()).count();", out);
        notebook.run("System.out.println(perFile);", out);
        notebook.run("var three = perFile.top(3);", out);
        assertThat(declared).isInstanceOf(Reply.Done.class);
        assertThat(out.progress()).isEmpty();

        notebook.run("perFile", out);
        notebook.run("perFile.top(1);", out);
        notebook.run("display(perFile)", out);

        assertThat(out.progress().stream().filter(each -> each.phase() == JobProgress.Phase.FINISHED))
                .hasSize(1);
        assertThat(out.displays()).hasSize(1);
    }

    @Test
    void everyAggregateIsTypedInOneCellWithoutAnImport() {
        assertThat(notebook.value("""
                        var byClient = mapreduce(logs).map(l -> l.split(" ")).filter(f -> f.length > 9).groupBy(f -> f[0]);
                        Result<Pair<String, Long>> n1 = byClient.count();
                        Result<Pair<String, Long>> n2 = byClient.sum(f -> Long.parseLong(f[9]));
                        Result<Pair<String, Double>> n3 = byClient.sumDouble(f -> Double.parseDouble(f[9]));
                        Result<Pair<String, Double>> n4 = byClient.average(f -> Integer.parseInt(f[9]));
                        Result<Pair<String, String>> n5 = byClient.min(f -> f[8]);
                        Result<Pair<String, String>> n6 = byClient.max(f -> f[8]);
                        Result<Pair<String, Long>> n7 = byClient.distinct(f -> f[6]);
                        Result<Pair<String, Long>> n8 = byClient.collect(() -> Collectors.counting());
                        Result<Pair<String, Integer>> n9 = byClient.reduce((key, values) -> (int) values.size());
                        Stream.of(n1, n2, n3, n4, n5, n6, n7, n8, n9).map(r -> r.count()).distinct().toList()
                        """).plain()).isEqualTo("[3]");
    }

    @Test
    void theEnginesPublicTypesAreOnHand() {
        assertThat(notebook.value("""
                        Mapper<String, String, Long> typedMapper = (line, out) -> out.emit(line, 1L);
                        Reducer<String, Long, Long> typedReducer = (key, values) -> values.sum();
                        Transform<String, Integer> typedTransform = String::length;
                        Condition<String> typedCondition = String::isEmpty;
                        Merge<Long> typedMerge = Long::sum;
                        Inputs typedInputs = files("%s");
                        MapReduce<String> typedPlan = mapreduce(typedInputs);
                        Grouped<Integer, String> typedGroup = typedPlan.groupBy(typedTransform);
                        MagicList<Long> typedList = null;
                        LineOutput typedLines = files.lineOutput("x.gz");
                        ObjectOutput typedObjects = files.output("x");
                        Sink<Object> typedSink = typedLines;
                        Stream.of(Emitter.class, Input.class, Chart.class, JobFacts.class, Backend.class, Plan.class,
                                JobException.class, JobCancelledException.class).count()
                        """.formatted(folder.resolve("logs"))).plain())
                .isEqualTo("8");
    }
}
