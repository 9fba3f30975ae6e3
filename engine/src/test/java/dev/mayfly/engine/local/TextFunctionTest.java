package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Counting;
import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions of lines that are called without a {@code String} of the line: they give the same. */
class TextFunctionTest {
    private static final LineFunctions CELLS = LineFunctions.load(true);
    private static final LineFunctions PLAIN = LineFunctions.load(false);
    private static final Object FAILED = new Object();

    private final Path folder;
    private final LocalBackend backend;

    TextFunctionTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.backend = LocalBackend.create(
                LocalOptions.automatic().withThreads(2).withFolder(Files.createDirectory(folder.resolve("spill"))));
    }

    @AfterEach
    void end() {
        backend.close();
    }

    /** Lines of all lengths of few characters, so that all that is looked for is there and is not. */
    private static List<String> lines(int count) {
        Random random = new Random(11);
        String characters = "aaabb    ?/\"01239+-\t\u0000\u001f\u007f";
        List<String> lines = new ArrayList<>(List.of("", " ", "a", "b", "12", "-7", "+8", "+", "-", "007"));
        lines.addAll(List.of("999999999", "2147483647", "2147483648", "-2147483648", "999999999999999999"));
        lines.addAll(List.of("9223372036854775807", "9223372036854775808", "-9223372036854775808", "x 1.5e3", "  31 "));
        for (int i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder();
            int length = random.nextInt(i % 9 == 0 ? 300 : 40);
            for (int j = 0; j < length; j++) {
                line.append(characters.charAt(random.nextInt(characters.length())));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** A line between others that look like it. */
    private static LineText text(String line, int before) {
        byte[] bytes = (line.repeat(2).substring(0, Math.min(before, 2 * line.length())) + line + "ab \"? a0")
                .getBytes(StandardCharsets.US_ASCII);
        int start = Math.min(before, 2 * line.length());
        return new LineText(bytes, start, start + line.length());
    }

    private static Object given(Transform<String, ?> function, String line) {
        try {
            return function.apply(line);
        } catch (Exception e) {
            return FAILED;
        }
    }

    private static Object given(TextFunction function, LineText line) {
        try {
            Object given = function.apply(line);
            return given instanceof LineText text ? text.toString() : given;
        } catch (RuntimeException e) {
            return FAILED;
        }
    }

    @Test
    void functionsOfTextsGiveTheSame() {
        List<String> lines = lines(3_000);
        List<Transform<String, ?>> functions = CELLS.ofText();
        for (int i = 0; i < functions.size(); i++) {
            Transform<String, ?> function = functions.get(i);
            String name = "function " + i;
            assertThat(TextFunction.of(function)).as(name).isPresent();
            TextFunction ofText = TextFunction.of(function).orElseThrow();
            for (int j = 0; j < lines.size(); j++) {
                String line = lines.get(j);
                assertThat(given(ofText, text(line, j % 11)))
                        .as("%s of \"%s\"", name, line)
                        .isEqualTo(given(function, line));
            }
        }
    }

    @Test
    void whatDoesMoreThanToLookAtALineIsNotRewritten() {
        List<Transform<String, ?>> functions = CELLS.others();
        for (int i = 0; i < functions.size(); i++) {
            assertThat(TextFunction.of(functions.get(i))).as("function " + i).isEmpty();
        }
        assertThat(TextFunction.of(CELLS.upperCase())).isEmpty();
        assertThat(TextFunction.of(CELLS.methodLikeALambda())).isEmpty();
        assertThat(TextFunction.of(CellFunctions.load().length())).isEmpty();
    }

    /** The function itself is called then, which its cell stops. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLoopLeavesAThreadThatIsInterruptedToTheFunction() {
        for (Transform<String, ?> function : CELLS.endless()) {
            TextFunction endless = TextFunction.of(function).orElseThrow();
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> endless.apply(text("one two", 3))).isInstanceOf(LineText.Unusual.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    /** The file may be another since. */
    @Test
    void codeThatLiesInAFileIsNotBelieved() {
        assertThat(TextFunction.of(CELLS.address())).isPresent();
        assertThat(TextFunction.of(PLAIN.address())).isEmpty();
    }

    @Test
    void allThreadsHaveTheSameFunction() {
        assertThat(TextFunction.of(CELLS.address()).orElseThrow())
                .isSameAs(TextFunction.of(CELLS.address()).orElseThrow());
        assertThat(TextFunction.of(CELLS.address()).orElseThrow())
                .isNotSameAs(TextFunction.of(LineFunctions.load(true).address()).orElseThrow());
    }

    private static List<String> log(int count) {
        Random random = new Random(3);
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(
                        "10.0.%d.%d - - [now] \"GET /%s HTTP/1.1\" %d %d \"%s\" %d",
                        random.nextInt(9),
                        random.nextInt(200),
                        "page".repeat(random.nextInt(7)) + random.nextInt(60) + (i % 3 == 0 ? "?q=" + i : ""),
                        i % 17 == 0 ? 503 : 200,
                        random.nextInt(1_000_000),
                        i % 40 == 0 ? "Zürich" : i % 50 == 0 ? "東京" : "agent",
                        random.nextInt(500)))
                .toList();
    }

    private MapReduce<String> over(List<String> lines) throws IOException {
        Path file = Files.write(folder.resolve("lines.log"), lines);
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend));
    }

    private static <K, V> Map<K, V> map(Result<Pair<K, V>> result) {
        Map<K, V> map = new HashMap<>();
        try (result) {
            result.stream()
                    .forEach(row -> assertThat(map.put(row.key(), row.value())).isNull());
        }
        return map;
    }

    @Test
    void jobsGiveTheSame() throws IOException {
        MapReduce<String> lines = over(log(20_000));
        List<BiFunction<MapReduce<String>, LineFunctions, Map<?, ?>>> jobs = List.of(
                (from, f) -> map(from.groupBy(f.address()).count()),
                (from, f) -> map(from.groupBy(f.address()).sum(f.bytes())),
                (from, f) -> map(from.groupBy(f.path()).percentile(f.latency(), 0.95)),
                (from, f) -> map(from.groupBy(f.path()).max(f.last())),
                (from, f) -> map(from.groupBy(f.initial()).sumDouble(f.share())),
                (from, f) -> map(from.filter(f.isError()).groupBy(f.address()).distinct(f.path())),
                (from, f) -> map(from.filter(f.isError())
                        .filter(f.isLong())
                        .groupBy(f.path())
                        .count()),
                (from, f) -> map(
                        from.filter(f.isError()).map(f.path()).groupBy(f.last()).count()),
                (from, f) -> map(from.filter(f.isLong())
                        .groupBy(line -> line.split(" ")[8])
                        .count()),
                (from, f) -> map(from.filter(line -> line.length() % 2 == 0)
                        .groupBy(f.path())
                        .average(f.share())));
        for (int i = 0; i < jobs.size(); i++) {
            assertThat(jobs.get(i).apply(lines, CELLS))
                    .as("job " + i)
                    .isNotEmpty()
                    .isEqualTo(jobs.get(i).apply(lines, PLAIN));
        }
        assertThat(lines.filter(CELLS.isError()).count())
                .isPositive()
                .isEqualTo(lines.filter(PLAIN.isError()).count());
    }

    @Test
    void aFunctionThatFailsFailsAsItWouldByItself() throws IOException {
        List<String> lines = new ArrayList<>(log(300));
        lines.set(200, "short");
        MapReduce<String> from = over(lines);
        String expected = "lines.log line 201: a function of the job threw java.lang.StringIndexOutOfBoundsException: ";
        String message = message(from, f -> f.groupBy(PLAIN.address()).count());
        assertThat(message).contains(expected);
        assertThat(message(from, f -> f.groupBy(CELLS.address()).count())).isEqualTo(message);
        assertThat(message(from, f -> f.groupBy(CELLS.initial()).sum(CELLS.failing())))
                .isEqualTo(message(from, f -> f.groupBy(PLAIN.initial()).sum(PLAIN.failing())))
                .contains("lines.log line 1: ", "NumberFormatException: For input string: \"now]");
    }

    @Test
    void mappersEmitTheSame() throws IOException {
        MapReduce<String> lines = over(log(20_000));
        List<Mapper<String, String, Long>> mappers = CELLS.mappersOfText();
        for (int i = 0; i < mappers.size(); i++) {
            String name = "mapper " + i;
            assertThat(TextMapper.of(mappers.get(i))).as(name).isPresent();
            Mapper<String, String, Long> plain = PLAIN.mappersOfText().get(i);
            assertThat(TextMapper.of(plain)).as(name).isEmpty();
            assertThat(map(lines.mapReduce(mappers.get(i), (key, values) -> values.sum())))
                    .as(name)
                    .isNotEmpty()
                    .isEqualTo(map(lines.mapReduce(plain, (key, values) -> values.sum())));
            assertThat(map(lines.mapReduce(mappers.get(i), (key, values) -> values.size())))
                    .as(name)
                    .isEqualTo(map(lines.mapReduce(plain, (key, values) -> values.size())));
        }
    }

    @Test
    void aMapperThatDoesMoreThanToEmitIsNotRewritten() {
        List<Mapper<String, String, Long>> mappers = CELLS.otherMappers();
        for (int i = 0; i < mappers.size(); i++) {
            assertThat(TextMapper.of(mappers.get(i))).as("mapper " + i).isEmpty();
        }
    }

    @Test
    void aMapperThatFailsFailsAsItWouldByItself() throws IOException {
        List<String> lines = new ArrayList<>(log(300));
        lines.set(200, "a short one");
        MapReduce<String> from = over(lines);
        String message = message(from, f -> f.mapReduce(PLAIN.failingMapper(), (key, values) -> values.sum()));
        assertThat(message).contains("lines.log line 201: ", "NumberFormatException: For input string: \"one\"");
        assertThat(message(from, f -> f.mapReduce(CELLS.failingMapper(), (key, values) -> values.sum())))
                .isEqualTo(message);
    }

    /** Where a rewritten one gives up, the mapper itself is called, and emits each pair once. */
    @Test
    void whatIsLeftToTheMapperIsEmittedOnce() throws Exception {
        List<String> taken = new ArrayList<>();
        TextEmitter out = new TextEmitter((key, value) -> taken.add(key + "=" + value));
        out.emit("before", 0L);
        long first = out.emitted();
        byte[] bytes = "one two".getBytes(StandardCharsets.US_ASCII);
        out.emit(new LineText(bytes, 0, 3), new LineText(bytes, 4, 7));
        out.emit("two", 2L);
        Emitter<Object, Object> rest = out.after(first);
        rest.emit("one", "two");
        rest.emit("two", 2L);
        rest.emit("three", 3L);
        assertThat(taken).containsExactly("before=0", "one=two", "two=2", "three=3");
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
    void whatIsRewrittenIsCalledOfLines() {
        assertThat(first(new Counting<>(CELLS.address()))).isInstanceOf(TextStage.Keyed.class);
        assertThat(first(new Counting<>(PLAIN.address()))).isNotInstanceOf(BlockStage.class);
        assertThat(first(CELLS.mappersOfText().get(0))).isInstanceOf(TextStage.Mapped.class);
        assertThat(first(PLAIN.mappersOfText().get(0))).isNotInstanceOf(BlockStage.class);
    }

    private static String message(MapReduce<String> from, Function<MapReduce<String>, Result<?>> job) {
        Result<?> result = job.apply(from);
        StringBuilder message = new StringBuilder();
        assertThatThrownBy(result::count)
                .isInstanceOf(JobException.class)
                .satisfies(e -> message.append(e.getMessage()));
        return message.toString();
    }
}
