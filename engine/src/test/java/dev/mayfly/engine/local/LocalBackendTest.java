package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Line;
import dev.mayfly.engine.spill.MagicList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest {
    private final Path folder;
    private final LocalBackend backend;

    LocalBackendTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.backend = LocalBackend.create(
                LocalOptions.automatic().withThreads(3).withFolder(Files.createDirectory(folder.resolve("spill"))));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        backend.close();
        try (Stream<Path> left = Files.walk(folder.resolve("spill"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    record Hit(String path, int status) {}

    enum Size {
        SMALL,
        LARGE
    }

    @Test
    void viewsOfLinesGiveWhatLinesGive() throws IOException {
        Path logs = file("a.log", "GET a 200", "GET é 404\r", "GET a 7");
        assertThat(over(logs).lines().groupBy(line -> line.field(' ', 1)).sum(line -> line.number(' ', 2)).stream())
                .containsExactlyInAnyOrder(new Pair<>("a", 207L), new Pair<>("é", 404L));
        assertThat(over(logs).lines().grep("40[0-9]").map(line -> line.text()).stream())
                .containsExactly("GET é 404");
        assertThatThrownBy(() -> over(logs).lines().stream().toList())
                .hasMessageContaining(".map(line -> line.text())");
        assertThatThrownBy(
                        () -> over(logs).lines().groupBy(line -> line).count().count())
                .hasMessageContaining("dev.mayfly.engine.source.Line");
        assertThatThrownBy(() -> over(logs)
                        .lines()
                        .mapReduce((Line line, Emitter<String, Line> out) -> out.emit("k", line), (k, v) -> v.size())
                        .count())
                .hasMessageContaining("dev.mayfly.engine.source.Line");
        assertThatThrownBy(() -> over(logs).map(line -> line + "").lines()).hasMessageContaining("first step");
    }

    @Test
    void theClassicFormCountsByKey() throws IOException {
        Result<Pair<String, Long>> counts = over(file("a.log", "GET a 200", "GET b 404", "GET c 200"))
                .mapReduce(
                        (String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[2], 1L),
                        (String status, MagicList<Long> ones) -> ones.sum());
        assertThat(counts.stream()).containsExactlyInAnyOrder(new Pair<>("200", 2L), new Pair<>("404", 1L));
    }

    @Test
    void gzipAndPlainInputsAreReadByContent() throws IOException {
        file("a.log", "one", "two");
        gzip("b.gz", "three", "four");
        gzip("misnamed.log", "five");
        MapReduce<String> lines = MapReduce.over(Inputs.files(folder + "/*.{log,gz}"), new OneBackend(backend));
        assertThat(lines.stream()).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void everyStepDoesItsPart() throws IOException {
        Result<String> words = over(file("a.log", "x 1", "y 2", "no", "z 13"))
                .grep("[0-9]")
                .map(line -> line.split(" "))
                .filter(fields -> !fields[0].equals("y"))
                .flatMap(fields -> Arrays.stream(fields));
        assertThat(words.stream()).containsExactly("x", "1", "z", "13");
    }

    @Test
    void keysMayBeRecordsEnumsNumbersAndLists() throws IOException {
        MapReduce<String> lines = over(file("a.log", "a 1", "b 22", "a 1", "é 1"));
        assertThat(counted(lines, line -> new Hit(line.substring(0, 1), line.length())))
                .isEqualTo(Map.of(new Hit("a", 3), 2L, new Hit("b", 4), 1L, new Hit("é", 3), 1L));
        assertThat(counted(lines, line -> line.length() > 3 ? Size.LARGE : Size.SMALL))
                .isEqualTo(Map.of(Size.SMALL, 3L, Size.LARGE, 1L));
        assertThat(counted(lines, String::length)).isEqualTo(Map.of(3, 3L, 4, 1L));
        assertThat(counted(lines, line -> List.of(line.charAt(0), 1.5)))
                .isEqualTo(Map.of(List.of('a', 1.5), 2L, List.of('b', 1.5), 1L, List.of('é', 1.5), 1L));
    }

    @Test
    void aCollectorGetsAllElements() throws IOException {
        Result<Pair<String, Long>> counts = over(file("a.log", "a 1", "b 22", "a 1"))
                .map(line -> line.split(" "))
                .groupBy(fields -> fields[0])
                .collect(() -> Collectors.counting());
        assertThat(counts.stream()).containsExactlyInAnyOrder(new Pair<>("a", 2L), new Pair<>("b", 1L));
    }

    @Test
    void recordsAreParsedAndBadOnesFailOrAreCounted() throws IOException {
        MapReduce<Hit> hits = over(file("hits.csv", "path,status", "/a,200", "/b,many", "/a,404"))
                .csv(Hit.class);
        assertThatThrownBy(hits::count)
                .isInstanceOf(JobException.class)
                .hasMessageContaining("hits.csv line 3")
                .hasMessageContaining("many")
                .hasMessageContaining("skipBad");
        try (Result<Hit> some = hits.skipBad()) {
            assertThat(some.stream()).containsExactly(new Hit("/a", 200), new Hit("/a", 404));
            assertThat(some.facts().skippedRecords()).isEqualTo(1);
            assertThat(some.facts().skippedExamples())
                    .singleElement()
                    .asString()
                    .contains("hits.csv line 3");
        }
    }

    @Test
    void theFactsAreExact() throws IOException {
        Path first = file("a.log", "a b", "c");
        Path second = gzip("b.gz", "a b c");
        Inputs inputs = Inputs.files(first.toString(), second.toString());
        try (Result<Pair<String, Long>> words = MapReduce.over(inputs, new OneBackend(backend))
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .groupBy(word -> word)
                .count()) {
            JobFacts facts = words.facts();
            assertThat(facts.where()).isEqualTo("this machine, 3 threads");
            assertThat(facts.inputs()).isEqualTo(2);
            assertThat(facts.lines()).isEqualTo(3);
            assertThat(facts.textBytes()).isEqualTo(6 + 6);
            assertThat(facts.bytesRead()).isEqualTo(6 + Files.size(second));
            assertThat(facts.emitted()).isEqualTo(6);
            assertThat(facts.keys()).isEqualTo(3);
            assertThat(facts.spilledBytes()).isZero();
        }
    }

    @Test
    void aLargePlainFileIsReadByAllThreadsInOrder() throws IOException {
        Path large = folder.resolve("large.log");
        List<String> lines = IntStream.range(0, 600_000)
                .mapToObj(i -> i + " " + "x".repeat(i % 120))
                .toList();
        Files.write(large, lines);
        assertThat(Files.size(large)).isGreaterThan(32L << 20);
        try (MapReduce<String> all = over(large);
                Stream<String> rows = all.stream()) {
            List<String> read = rows.toList();
            assertThat(read.equals(lines)).isTrue();
        }
    }

    @Test
    void rowsAreTheSameForEveryNumberOfThreads() throws IOException {
        for (int i = 0; i < 7; i++) {
            int seed = i;
            file(
                    "part" + i + ".log",
                    IntStream.range(0, 900)
                            .mapToObj(j -> (j * 31 + seed * 17) % 211 + " " + 0.1 * j)
                            .toArray(String[]::new));
        }
        List<List<Pair<String, Double>>> answers = new ArrayList<>();
        for (int threads : List.of(1, 2, 5)) {
            LocalOptions options = LocalOptions.automatic().withThreads(threads).withFolder(folder.resolve("spill"));
            try (LocalBackend other = LocalBackend.create(options);
                    Result<Pair<String, Double>> sums = MapReduce.over(
                                    Inputs.files(folder + "/part*.log"), new OneBackend(other))
                            .groupBy(line -> line.split(" ")[0])
                            .sumDouble(line -> Double.parseDouble(line.split(" ")[1]))) {
                answers.add(sums.stream().toList());
            }
        }
        assertThat(answers.get(0)).hasSize(211);
        assertThat(answers).containsOnly(answers.get(0));
    }

    @Test
    void rowsAreSortedAndOutliveTheResultTheyCameFrom() throws IOException {
        Result<Pair<String, Long>> counts = over(file("a.log", "b", "a", "b", "c", "b", "a"))
                .groupBy(line -> line)
                .count();
        Result<Pair<String, Long>> sorted = counts.sortBy(Pair::value);
        assertThat(sorted.stream()).containsExactly(new Pair<>("c", 1L), new Pair<>("a", 2L), new Pair<>("b", 3L));
        counts.close();
        assertThat(sorted.stream().map(Pair::key)).containsExactly("c", "a", "b");
        sorted.close();
    }

    @Test
    void anInputWithoutLinesGivesNoRows() throws IOException {
        MapReduce<String> none = over(file("empty.log"));
        assertThat(none.count()).isZero();
        assertThat(none.groupBy(line -> line).count().count()).isZero();
    }

    private static <K> Map<K, Long> counted(MapReduce<String> lines, Transform<String, K> key) {
        try (Result<Pair<K, Long>> counts = lines.groupBy(key).count();
                Stream<Pair<K, Long>> rows = counts.stream()) {
            return rows.collect(Collectors.toMap(Pair::key, Pair::value));
        }
    }

    private MapReduce<String> over(Path file) {
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend));
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private Path gzip(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
