package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines split into fields by which they are counted: no {@code String} is made of a field, and the counts are the same. */
class SplitLinesTest {
    private final Path folder;
    private final LocalBackend backend;

    SplitLinesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.backend = LocalBackend.create(
                LocalOptions.automatic().withThreads(2).withFolder(Files.createDirectory(folder.resolve("spill"))));
    }

    @AfterEach
    void end() {
        backend.close();
    }

    private MapReduce<String> over(List<String> lines) throws IOException {
        Path file = Files.write(folder.resolve("lines.log"), lines);
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend));
    }

    /** Words of all lengths and scripts; the first of a line is never missing, and of the fourth some are empty. */
    private static List<String> lines(int count) {
        Random random = new Random(7);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            words.add("w".repeat(random.nextInt(i % 20 == 0 ? 5_000 : 40)) + i);
        }
        words.addAll(List.of("é", "Zürich", "ÿþ", "naïve".repeat(3), "b".repeat(22), "b".repeat(23), "b".repeat(31)));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder("x");
            for (int j = 0; j < 6; j++) {
                boolean isEmpty = j == 2 && random.nextInt(9) == 0;
                line.append(' ').append(isEmpty ? "" : words.get(random.nextInt(words.size())));
            }
            lines.add(
                    i % 50 == 9 ? line + " 東京" : i % 70 == 3 ? line + "  " : i % 90 == 1 ? "a b c d" : line.toString());
        }
        return lines;
    }

    private static Map<String, Long> counts(List<String> lines, Function<String, Stream<String>> keys) {
        Map<String, Long> counts = new HashMap<>();
        lines.stream().flatMap(keys).forEach(key -> counts.merge(key, 1L, Long::sum));
        return counts;
    }

    private static Map<String, Long> map(Result<Pair<String, Long>> result) {
        Map<String, Long> map = new HashMap<>();
        try (result) {
            result.stream()
                    .forEach(row -> assertThat(map.put(row.key(), row.value())).isNull());
        }
        return map;
    }

    @Test
    void wordsAreCounted() throws IOException {
        List<String> lines = lines(20_000);
        lines.add("");
        lines.add("   ");
        lines.add(" before");
        Map<String, Long> expected = counts(lines, line -> Arrays.stream(line.split(" ")));
        assertThat(map(over(lines)
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .groupBy(word -> word)
                        .count()))
                .isEqualTo(expected);
        assertThat(map(over(lines)
                        .filter(line -> !line.isBlank())
                        .flatMap(line -> Stream.of(line.split("\\s+")))
                        .groupBy(word -> word)
                        .count()))
                .isEqualTo(counts(lines, line -> line.isBlank() ? Stream.of() : Stream.of(line.split("\\s+"))));
        assertThat(map(over(lines)
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .map(word -> word.substring(word.length() / 2))
                        .groupBy(half -> half)
                        .count()))
                .isEqualTo(counts(
                        lines, line -> Arrays.stream(line.split(" ")).map(word -> word.substring(word.length() / 2))));
    }

    @Test
    void aFieldIsCounted() throws IOException {
        List<String> lines = lines(20_000);
        Map<String, Long> expected = counts(lines, line -> Stream.of(line.split(" ")[3]));
        assertThat(map(over(lines).groupBy(line -> line.split(" ")[3]).count())).isEqualTo(expected);
        assertThat(map(over(lines)
                        .map(line -> line.split(" "))
                        .groupBy(fields -> fields[3])
                        .count()))
                .isEqualTo(expected);
    }

    @Test
    void aFieldThatALineDoesNotHaveFailsTheJob() throws IOException {
        List<String> lines = lines(1_000);
        lines.add("a b  ");
        assertThatThrownBy(() ->
                        over(lines).groupBy(line -> line.split(" ")[3]).count().count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("lines.log")
                .hasMessageContaining("line 1,001")
                .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> over(lines)
                        .map(line -> line.split(" "))
                        .groupBy(fields -> fields[3])
                        .count()
                        .count())
                .hasMessageContaining("line 1,001")
                .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void textsAndStringsAreTheSameKeys() {
        try (Pipeline<Object, Long> pipeline = new Pipeline<>(new Aggregate.Count<>(), 1, 1 << 24, 1 << 20, 2)) {
            Map<Object, Object> expected = new HashMap<>();
            Random random = new Random(3);
            for (int i = 0; i < 40_000; i++) {
                // Many are met often, others once.
                int number = random.nextInt(4) == 0 ? i : random.nextInt(300);
                String key = "k".repeat(number % 26) + number;
                expected.merge(key, 1L, (a, b) -> (long) a + (long) b);
                if (i % 3 == 0) {
                    pipeline.emit(0, key, 1L);
                } else {
                    pipeline.emitText(0, key, 1L);
                }
            }
            assertThat(pipeline.results()).isEqualTo(expected);
        }
    }

    @Test
    void keysOfOtherTypesTakeTexts() {
        try (Pipeline<Object, Long> pipeline = new Pipeline<>(new Aggregate.Count<>(), 1, 1 << 24, 1 << 20, 2)) {
            Map<Object, Object> expected = new HashMap<>();
            for (int i = 0; i < 4_000; i++) {
                pipeline.emit(0, i % 7, 1L);
                pipeline.emitText(0, "t" + i % 5, 1L);
                expected.merge(i % 7, 1L, (a, b) -> (long) a + (long) b);
                expected.merge("t" + i % 5, 1L, (a, b) -> (long) a + (long) b);
            }
            assertThat(pipeline.results()).isEqualTo(expected);
        }
    }

    @Test
    void whatFunctionsDoIsToldFromTheirCode() {
        Transform<String, Stream<String>> stream = line -> Arrays.stream(line.split(" "));
        Transform<String, Stream<String>> streamOf = line -> Stream.of(line.split("\\s+"));
        Transform<String, String[]> split = line -> line.split(",");
        Transform<String, String> field = line -> line.split("\t")[800];
        Transform<String[], String> element = fields -> fields[8];
        Transform<String, String> identity = word -> word;
        assertThat(FunctionBody.of(stream).splitStream()).contains(" ");
        assertThat(FunctionBody.of(streamOf).splitStream()).contains("\\s+");
        assertThat(FunctionBody.of(split).split()).contains(",");
        assertThat(FunctionBody.of(field).splitField()).contains(new FunctionBody.Field("\t", 800));
        assertThat(FunctionBody.of(element).element()).contains(8);
        assertThat(FunctionBody.of(identity).isIdentity()).isTrue();
    }

    @Test
    void whatFunctionsDoOtherwiseIsNotMistaken() {
        String captured = new String(",");
        List<Transform<String, ?>> others = List.of(
                line -> line.split(captured),
                line -> line.split(",", 2),
                line -> line.split(",").length,
                line -> line.trim().split(","),
                line -> Arrays.stream(line.split(",")).skip(1),
                line -> Arrays.stream(line.split(","), 1, 2),
                line -> line.replace("a", ",").split(",")[1],
                line -> line.split(",")[line.length()],
                line -> line.isEmpty() ? line : line.split(",")[1],
                line -> {
                    try {
                        return line.split(",")[1];
                    } catch (ArrayIndexOutOfBoundsException e) {
                        return "none";
                    }
                },
                line -> line + "",
                String::strip,
                new Named());
        for (Transform<String, ?> other : others) {
            FunctionBody body = FunctionBody.of(other);
            assertThat(List.of(
                            body.split(),
                            body.splitStream(),
                            body.splitField(),
                            body.element(),
                            body.isIdentity() ? Optional.of("identity") : Optional.empty()))
                    .containsOnly(Optional.empty());
        }
    }

    /** No lambda. */
    private static final class Named implements Transform<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public String apply(String element) {
            return element;
        }
    }
}
