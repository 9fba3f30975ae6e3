package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Condition;
import dev.mayfly.engine.Counting;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Keyed;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

    /** Of the arrays that these functions are given, other fields than those that they read are not there. */
    @Test
    void fieldsThatAreReadAreThere() throws IOException {
        List<String> lines = lines(5_000);
        Map<String, Long> lengths = new HashMap<>();
        Map<String, Double> means = new HashMap<>();
        Map<String, Long> most = new HashMap<>();
        Map<String, Long> same = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            lengths.merge(fields[3], (long) fields[1].length(), Long::sum);
            most.merge(fields[3], (long) fields[2].length(), Math::max);
            if (fields[2].length() > 5 && !fields[3].isEmpty()) {
                same.merge(fields[3] + fields[1], 1L, Long::sum);
            }
        }
        counts(lines, line -> Stream.of(line.split(" ")[3]))
                .forEach((key, count) -> means.put(key, Objects.requireNonNull(lengths.get(key)) / (double) count));
        MapReduce<String[]> split = over(lines).map(line -> line.split(" "));
        assertThat(map(split.groupBy(f -> f[3]).sum(f -> f[1].length()))).isEqualTo(lengths);
        assertThat(map(split.groupBy(f -> f[3]).average(f -> f[1].length()))).isEqualTo(means);
        Result<Pair<String, Long>> longest = split.groupBy(f -> f[3]).max(f -> (long) f[2].length());
        assertThat(map(longest)).isEqualTo(most);
        assertThat(map(split.filter(f -> f[2].length() > 5 && !f[3].isEmpty())
                        .map(f -> f[3] + f[1])
                        .groupBy(key -> key)
                        .count()))
                .isEqualTo(same);
        assertThat(map(split.flatMap(f -> Stream.of(f[3])).groupBy(key -> key).count()))
                .isEqualTo(counts(lines, line -> Stream.of(line.split(" ")[3])));
    }

    @Test
    void whoSeesMoreOfTheFieldsSeesAll() throws IOException {
        List<String> lines = lines(2_000);
        Map<String, Long> joined = counts(lines, line -> Stream.of(String.join("|", line.split(" "))));
        MapReduce<String[]> split = over(lines).map(line -> line.split(" "));
        assertThat(map(split.groupBy(f -> String.join("|", f)).count())).isEqualTo(joined);
        assertThat(map(split.filter(f -> f[0] != null && Arrays.stream(f).noneMatch(Objects::isNull))
                        .map(f -> String.join("|", f))
                        .groupBy(key -> key)
                        .count()))
                .isEqualTo(joined);
        try (Stream<String[]> rows = split.filter(f -> f[0].equals("x")).stream()) {
            assertThat(rows.map(f -> String.join("|", f)).toList())
                    .isEqualTo(lines.stream()
                            .map(line -> line.split(" "))
                            .filter(f -> f[0].equals("x"))
                            .map(f -> String.join("|", f))
                            .toList());
        }
        assertThat(map(split.groupBy(f -> f[0])
                                .combine((a, b) -> String.join("|", a).compareTo(String.join("|", b)) < 0 ? a : b))
                        .values())
                .allSatisfy(f -> assertThat(f).doesNotContainNull());
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
        Transform<String, String[]> split = line -> line.split(" ");
        Transform<String, Stream<String>> words = line -> Arrays.stream(line.split(" "));
        Transform<String, String> third = line -> line.split(" ")[3];
        Transform<String[], String> field = fields -> fields[3];
        Transform<String[], String> all = fields -> String.join("|", fields);
        Transform<String, String> identity = word -> word;
        LongValue<String[]> parsed = fields -> Long.parseLong(fields[4]);
        Condition<String[]> some = fields -> fields[2].isEmpty();
        Condition<String[]> several = fields -> fields.length > 3;
        Mapper<String[], String, Long> sum = new Keyed<>(field, parsed, (f, out) -> {});
        assertThat(first(new Counting<>(third))).isInstanceOf(FieldStage.class);
        assertThat(first(new Counting<>(field), new Step.Map<>(split))).isInstanceOf(FieldStage.class);
        assertThat(first(new Counting<>(identity), new Step.FlatMap<>(words))).isInstanceOf(FieldStage.class);
        assertThat(first(sum, new Step.Map<>(split))).isInstanceOf(FieldStage.class);
        assertThat(first(sum, new Step.Map<>(split), new Step.Filter<>(some))).isInstanceOf(FieldStage.class);
        assertThat(first(new Counting<>(identity), new Step.Map<>(split), new Step.Map<>(field)))
                .isInstanceOf(FieldStage.class);

        assertThat(first(new Counting<>(all), new Step.Map<>(split))).isNotInstanceOf(FieldStage.class);
        assertThat(first(sum, new Step.Map<>(split), new Step.Filter<>(several)))
                .isNotInstanceOf(FieldStage.class);
        assertThat(first((element, out) -> {}, new Step.Map<>(split))).isNotInstanceOf(FieldStage.class);
        assertThat(first(new Counting<>(identity), new Step.Map<>(split), new Step.Map<>(all)))
                .isNotInstanceOf(FieldStage.class);
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
        LongValue<String[]> parsed = fields -> Long.parseLong(fields[4]) + fields[200].length() * 2L;
        Condition<String[]> either = fields -> fields[2].isEmpty() ? fields[1].equals("a") : fields[0].length() > 3;
        Transform<String[], String> constant = fields -> "all";
        assertThat(FunctionBody.of(element).elementsRead()).contains(Set.of(8));
        assertThat(FunctionBody.of(parsed).elementsRead()).contains(Set.of(4, 200));
        assertThat(FunctionBody.of(either).elementsRead()).contains(Set.of(0, 1, 2));
        assertThat(FunctionBody.of(constant).elementsRead()).contains(Set.of());
    }

    @Test
    void anArrayOfWhichMoreIsSeenIsNotMistaken() {
        String[] captured = {"a"};
        List<Transform<String[], ?>> others = List.of(
                f -> f,
                f -> f.length,
                f -> f[0] + f.length,
                f -> f[f[0].length()],
                f -> f[-1],
                f -> String.join(",", f),
                f -> f[0] + Arrays.toString(f),
                f -> {
                    f[0] = "b";
                    return f[0];
                },
                f -> {
                    String[] same = f;
                    return same[1];
                },
                f -> {
                    String all = "";
                    for (String one : f) {
                        all += one;
                    }
                    return all;
                },
                f -> f[0].isEmpty() ? (Object) f : f[1],
                f -> (Transform<String, String>) any -> any + f[3],
                f -> f == null,
                f -> captured[0],
                f -> f[0] + captured[0]);
        for (Transform<String[], ?> other : others) {
            assertThat(FunctionBody.of(other).elementsRead()).isEmpty();
        }
        Transform<List<String>, String> list = elements -> elements.get(0);
        assertThat(FunctionBody.of(list).elementsRead()).isEmpty();
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

    /** What it is given as a lambda is not all that it does. */
    private interface UpperCase extends Transform<String, String> {
        String of(String text);

        @Override
        default String apply(String text) {
            return of(text).toUpperCase(Locale.ROOT);
        }
    }

    private interface More {}

    @Test
    void lambdasOfOtherInterfacesAreCalled() throws IOException {
        UpperCase upper = word -> word;
        assertThat(FunctionBody.of(upper).isIdentity()).isFalse();
        Transform<String, String> more = (Transform<String, String> & More) word -> word;
        assertThat(FunctionBody.of(more).isIdentity()).isFalse();
        assertThat(map(over(List.of("a b A", "b"))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .groupBy(upper)
                        .count()))
                .isEqualTo(Map.of("A", 2L, "B", 2L));
    }

    /** Code of its own, which a test loads from elsewhere. */
    static final class Code {
        private Code() {}

        static Transform<String, String> third() {
            return line -> line.split(" ")[2];
        }
    }

    @Test
    void aClassFileThatWasWrittenSinceTheProcessBeganIsNotBelieved() throws Exception {
        String name = Code.class.getName();
        Path file = folder.resolve("code").resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream in = Code.class.getResourceAsStream("SplitLinesTest$Code.class")) {
            Files.copy(Objects.requireNonNull(in), file);
        }
        URL[] urls = {folder.resolve("code").toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, null) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                return wanted.equals(name) ? super.findClass(wanted) : Class.forName(wanted);
            }
        }) {
            Method third = loader.loadClass(name).getDeclaredMethod("third");
            third.setAccessible(true);
            Serializable function = (Serializable) Objects.requireNonNull(third.invoke(null));
            assertThat(FunctionBody.of(function).splitField()).isEmpty();
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            assertThat(FunctionBody.of(function).splitField()).contains(new FunctionBody.Field(" ", 2));
        }
    }

    @Test
    void aJobThatIsStoppedIsDoneWithALongLineSoon() throws Exception {
        JobControl control = new JobControl("here");
        List<Object> taken = new ArrayList<>();
        Transform<String, Stream<String>> words = line -> Arrays.stream(line.split(" "));
        Condition<String> third = word -> {
            taken.add(word);
            if (taken.size() == 3) {
                control.cancel();
            }
            return false;
        };
        Transform<String, String> identity = word -> word;
        String line = "word ".repeat(100_000);
        try (Pipeline<Object, Object> pipeline = new Pipeline<>(new Aggregate.Count<>(), 1, 1 << 24, 1 << 20, 2)) {
            Chain chain = new Chain(new Meter(new Inputs(List.of()), () -> 0), () -> new KeyPlace(""), control);
            MapTask.Tail tail = Tails.grouped(any(identity), pipeline.side(0));
            Stage filtered = chain.of(List.of(new Step.FlatMap<>(words), new Step.Filter<>(third)), tail);
            assertThatThrownBy(() -> filtered.accept(line)).isInstanceOf(JobControl.StoppedException.class);
            assertThat(taken).hasSize(3);

            pipeline.control().cancel();
            Stage counted =
                    chain.of(List.of(new Step.FlatMap<>(words)), Tails.grouped(any(identity), pipeline.side(0)));
            assertThatThrownBy(() -> counted.accept(line)).isInstanceOf(JobControl.StoppedException.class);
            assertThat(pipeline.side(0).emitted()).isLessThan(1_000);
        }
    }

    @SuppressWarnings("unchecked") // it is given texts
    private static Mapper<Object, Object, Object> any(Transform<String, String> key) {
        return (Mapper<Object, Object, Object>) (Mapper<?, ?, ?>) new Counting<>(key);
    }
}
