package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Condition;
import dev.mayfly.engine.Counting;
import dev.mayfly.engine.Grouped;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Keyed;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines split into fields by which they are counted: no {@code String} is made of a field, and the counts are the same. */
class SplitLinesTest {
    private static final CellFunctions CELLS = CellFunctions.load();

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

    private static <V> Map<String, V> map(Result<Pair<String, V>> result) {
        Map<String, V> map = new HashMap<>();
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
        MapReduce<String> words = over(lines).flatMap(CELLS.words());
        assertThat(map(words.groupBy(CELLS.identity()).count())).isEqualTo(expected);
        assertThat(map(over(lines)
                        .filter(line -> !line.isBlank())
                        .flatMap(CELLS.wordsOfAnySpace())
                        .groupBy(CELLS.identity())
                        .count()))
                .isEqualTo(counts(lines, line -> line.isBlank() ? Stream.of() : Stream.of(line.split("\\s+"))));
        assertThat(map(words.map(word -> word.substring(word.length() / 2))
                        .groupBy(CELLS.identity())
                        .count()))
                .isEqualTo(counts(
                        lines, line -> Arrays.stream(line.split(" ")).map(word -> word.substring(word.length() / 2))));
    }

    @Test
    void aFieldIsCounted() throws IOException {
        List<String> lines = lines(20_000);
        Map<String, Long> expected = counts(lines, line -> Stream.of(line.split(" ")[3]));
        assertThat(map(over(lines).groupBy(CELLS.third()).count())).isEqualTo(expected);
        assertThat(map(over(lines).map(CELLS.split()).groupBy(CELLS.field()).count()))
                .isEqualTo(expected);
    }

    /** Of the arrays that these functions are given, other fields than those that they read are not there. */
    @Test
    void fieldsThatAreReadAreThere() throws IOException {
        List<String> lines = lines(5_000);
        Map<String, Long> lengths = new HashMap<>();
        Map<String, Double> means = new HashMap<>();
        Map<String, Long> most = new HashMap<>();
        Map<String, Long> same = new HashMap<>();
        Map<String, Long> lasts = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            lengths.merge(fields[3], (long) fields[1].length(), Long::sum);
            lasts.merge(fields[3], (long) fields[fields.length - 1].length() + fields[1].length(), Long::sum);
            most.merge(fields[3], (long) fields[2].length(), Math::max);
            if (fields[2].length() > 5 && !fields[3].isEmpty()) {
                same.merge(fields[3] + fields[1], 1L, Long::sum);
            }
        }
        Map<String, Long> counts = counts(lines, line -> Stream.of(line.split(" ")[3]));
        counts.forEach((key, count) -> means.put(key, Objects.requireNonNull(lengths.get(key)) / (double) count));
        MapReduce<String[]> split = over(lines).map(CELLS.split());
        Grouped<String, String[]> byField = split.groupBy(CELLS.field());
        assertThat(map(byField.sum(CELLS.length()))).isEqualTo(lengths);
        assertThat(map(byField.average(CELLS.meanLength()))).isEqualTo(means);
        assertThat(map(split.filter(CELLS.several()).groupBy(CELLS.field()).count()))
                .isEqualTo(counts(lines, line -> {
                    String[] fields = line.split(" ");
                    return fields.length > 5 && fields[2].length() < fields.length ? Stream.of(fields[3]) : Stream.of();
                }));
        assertThat(map(byField.sum(CELLS.lengthOfLast()))).isEqualTo(lasts);
        assertThat(map(byField.max(CELLS.longest()))).isEqualTo(most);
        assertThat(map(split.filter(CELLS.some())
                        .map(CELLS.both())
                        .groupBy(CELLS.identity())
                        .count()))
                .isEqualTo(same);
        assertThat(map(split.flatMap(CELLS.streamed()).groupBy(CELLS.identity()).count()))
                .isEqualTo(counts);
    }

    /** What {@link String#split} gives is one object where a field is empty, and the text where nothing separates. */
    @Test
    void whoComparesStringsByTheirIdentityFindsThemTheSame() throws IOException {
        List<String> lines = List.of("a  b c", "a x b c", " y");
        assertThat(map(over(lines)
                        .map(CELLS.split())
                        .filter(CELLS.secondIsTheEmptyString())
                        .groupBy(CELLS.first())
                        .count()))
                .isEqualTo(Map.of("a", 1L));
        assertThat(map(over(List.of("a b c", "d e f g", "h  i  "))
                        .map(CELLS.split())
                        .filter(CELLS.lastIsThird())
                        .groupBy(CELLS.first())
                        .count()))
                .isEqualTo(Map.of("a", 1L, "h", 1L));
        assertThat(map(over(lines)
                        .flatMap(CELLS.words())
                        .filter(CELLS.isNotTheEmptyString())
                        .groupBy(CELLS.identity())
                        .count()))
                .isEqualTo(Map.of("a", 2L, "b", 2L, "c", 2L, "x", 1L, "y", 1L));
        assertThat(map(over(lines)
                        .map(line -> line.length() > 3 ? "GET" : "PUT")
                        .map(CELLS.split())
                        .filter(CELLS.isTheOneString())
                        .groupBy(CELLS.first())
                        .count()))
                .isEqualTo(Map.of("GET", 2L));
    }

    @Test
    void whoSeesMoreOfTheFieldsSeesAll() throws IOException {
        List<String> lines = lines(2_000);
        Map<String, Long> joined = counts(lines, line -> Stream.of(String.join("|", line.split(" "))));
        MapReduce<String[]> split = over(lines).map(CELLS.split());
        assertThat(map(split.groupBy(CELLS.joined()).count())).isEqualTo(joined);
        assertThat(map(split.filter(CELLS.isWhole())
                        .map(CELLS.joined())
                        .groupBy(CELLS.identity())
                        .count()))
                .isEqualTo(joined);
        try (Stream<String[]> rows = split.filter(CELLS.several()).stream()) {
            assertThat(rows.map(f -> String.join("|", f)).toList())
                    .isEqualTo(lines.stream()
                            .map(line -> line.split(" "))
                            .filter(f -> f.length > 5 && f[2].length() < f.length)
                            .map(f -> String.join("|", f))
                            .toList());
        }
        assertThat(map(split.groupBy(CELLS.first())
                                .combine((a, b) -> String.join("|", a).compareTo(String.join("|", b)) < 0 ? a : b))
                        .values())
                .allSatisfy(f -> assertThat(f).doesNotContainNull());
    }

    @Test
    void aFieldThatALineDoesNotHaveFailsTheJob() throws IOException {
        List<String> lines = lines(1_000);
        lines.add("a b  ");
        assertThatThrownBy(() -> over(lines).groupBy(CELLS.third()).count().count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("lines.log")
                .hasMessageContaining("line 1,001")
                .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> over(lines)
                        .map(CELLS.split())
                        .groupBy(CELLS.field())
                        .count()
                        .count())
                .hasMessageContaining("line 1,001")
                .hasRootCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    private static Stage first(Mapper<?, ?, ?> mapper, Step... steps) {
        try (Pipeline<Object, Object> pipeline = new Pipeline<>(new Aggregate.Count<>(), 1, 1 << 24, 1 << 20, 2)) {
            @SuppressWarnings("unchecked") // nothing is given to it
            Mapper<Object, Object, Object> any = (Mapper<Object, Object, Object>) mapper;
            return new Chain(new Meter(new Inputs(List.of()), () -> 0), () -> new KeyPlace(""), new JobControl("here"))
                    .of(List.of(steps), Tails.grouped(any, pipeline.side(0)));
        }
    }

    @Test
    void stringsAreMadeOfFieldsThatAreReadAlone() {
        Mapper<String[], String, Long> sum = new Keyed<>(CELLS.field(), CELLS.length(), (f, out) -> {});
        Mapper<String, String, Long> count = new Counting<>(CELLS.identity());
        Step split = new Step.Map<>(CELLS.split());
        assertThat(first(new Counting<>(CELLS.third()))).isInstanceOf(FieldStage.class);
        assertThat(first(new Counting<>(CELLS.field()), split)).isInstanceOf(FieldStage.class);
        assertThat(first(count, new Step.FlatMap<>(CELLS.words()))).isInstanceOf(FieldStage.class);
        assertThat(first(sum, split)).isInstanceOf(FieldStage.class);
        assertThat(first(sum, split, new Step.Filter<>(CELLS.some()))).isInstanceOf(FieldStage.class);
        assertThat(first(sum, split, new Step.Filter<>(CELLS.several()))).isInstanceOf(FieldStage.class);
        assertThat(first(count, split, new Step.Map<>(CELLS.field()))).isInstanceOf(FieldStage.class);

        assertThat(first(new Counting<>(CELLS.joined()), split)).isNotInstanceOf(FieldStage.class);
        assertThat(first(sum, split, new Step.Filter<>(CELLS.isWhole()))).isNotInstanceOf(FieldStage.class);
        assertThat(first((element, out) -> {}, split)).isNotInstanceOf(FieldStage.class);
        assertThat(first(count, split, new Step.Map<>(CELLS.joined()))).isNotInstanceOf(FieldStage.class);
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
        assertThat(FunctionBody.of(CELLS.words()).splitStream()).contains(" ");
        assertThat(FunctionBody.of(CELLS.wordsOfAnySpace()).splitStream()).contains("\\s+");
        assertThat(FunctionBody.of(CELLS.commas()).split()).contains(",");
        assertThat(FunctionBody.of(CELLS.far()).splitField()).contains(new FunctionBody.Field("\t", 800));
        assertThat(FunctionBody.of(CELLS.field()).element()).contains(3);
        assertThat(FunctionBody.of(CELLS.identity()).isIdentity()).isTrue();
        assertThat(FunctionBody.of(CELLS.field()).elementsRead()).contains(Set.of(3));
        assertThat(FunctionBody.of(CELLS.parsed()).elementsRead()).contains(Set.of(4, 200));
        assertThat(FunctionBody.of(CELLS.either()).elementsRead()).contains(Set.of(0, 1, 2));
        assertThat(FunctionBody.of(CELLS.several()).elementsRead()).contains(Set.of(2));
        assertThat(FunctionBody.of(CELLS.lengthOfLast()).elementsRead()).contains(Set.of(Fields.LAST, 1));
        assertThat(FunctionBody.of(CELLS.constant()).elementsRead()).contains(Set.of());
    }

    private static void assertUnknown(Serializable function) {
        FunctionBody body = FunctionBody.of(function);
        assertThat(List.of(
                        body.split(),
                        body.splitStream(),
                        body.splitField(),
                        body.element(),
                        body.isIdentity() ? Optional.of("identity") : Optional.empty()))
                .containsOnly(Optional.empty());
    }

    @Test
    void whatFunctionsDoOtherwiseIsNotMistaken() {
        CELLS.others().forEach(SplitLinesTest::assertUnknown);
        assertUnknown(new Named());
    }

    @Test
    void anArrayOfWhichMoreIsSeenIsNotMistaken() {
        assertThat(CELLS.readers())
                .allSatisfy(function ->
                        assertThat(FunctionBody.of(function).elementsRead()).isEmpty());
        assertThat(FunctionBody.of(CELLS.firstOfList()).elementsRead()).isEmpty();
    }

    /** The file may be another since. */
    @Test
    void codeThatLiesInAFileIsNotBelieved() {
        CellFunctions functions = CellFunctions.load(false);
        assertUnknown(functions.words());
        assertUnknown(functions.third());
        assertThat(FunctionBody.of(functions.field()).elementsRead()).isEmpty();
    }

    /** No lambda. */
    private static final class Named implements Transform<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public String apply(String element) {
            return element;
        }
    }

    @Test
    void lambdasOfOtherInterfacesAreCalled() throws IOException {
        assertThat(map(over(List.of("a b A", "b"))
                        .flatMap(CELLS.words())
                        .groupBy(CELLS.upperCase())
                        .count()))
                .isEqualTo(Map.of("A", 2L, "B", 2L));
    }

    @Test
    void aJobThatIsStoppedIsDoneWithALongLineSoon() throws Exception {
        JobControl control = new JobControl("here");
        List<Object> taken = new ArrayList<>();
        Condition<String> third = word -> {
            taken.add(word);
            if (taken.size() == 3) {
                control.cancel();
            }
            return false;
        };
        String line = "word ".repeat(100_000);
        try (Pipeline<Object, Object> pipeline = new Pipeline<>(new Aggregate.Count<>(), 1, 1 << 24, 1 << 20, 2)) {
            Chain chain = new Chain(new Meter(new Inputs(List.of()), () -> 0), () -> new KeyPlace(""), control);
            MapTask.Tail tail = Tails.grouped(any(CELLS.identity()), pipeline.side(0));
            Stage filtered = chain.of(List.of(new Step.FlatMap<>(CELLS.words()), new Step.Filter<>(third)), tail);
            assertThatThrownBy(() -> filtered.accept(line)).isInstanceOf(JobControl.StoppedException.class);
            assertThat(taken).hasSize(3);

            pipeline.control().cancel();
            Stage counted = chain.of(
                    List.of(new Step.FlatMap<>(CELLS.words())), Tails.grouped(any(CELLS.identity()), pipeline.side(0)));
            assertThatThrownBy(() -> counted.accept(line)).isInstanceOf(JobControl.StoppedException.class);
            assertThat(pipeline.side(0).emitted()).isLessThan(1_000);
        }
    }

    @SuppressWarnings("unchecked") // it is given texts
    private static Mapper<Object, Object, Object> any(Transform<String, String> key) {
        return (Mapper<Object, Object, Object>) (Mapper<?, ?, ?>) new Counting<>(key);
    }
}
