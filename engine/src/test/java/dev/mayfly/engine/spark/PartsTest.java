package dev.mayfly.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.closure.Bundler;
import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.local.JobPart;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.local.Stages;
import dev.mayfly.engine.node.GatherJoined;
import dev.mayfly.engine.node.GatherSplits;
import dev.mayfly.engine.node.JobAddress;
import dev.mayfly.engine.node.RowsOfBlocks;
import dev.mayfly.engine.node.RowsOfSplits;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.source.Splits;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.Codecs;
import dev.mayfly.engine.spill.MemoryBudget;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** The parts of jobs, run one after the other in this process, with the session's service between and no Spark. */
final class PartsTest {
    private static final int BITS = 2;

    private final Path temp;

    PartsTest(@TempDir Path folder) {
        this.temp = folder;
    }

    /** Text that only the session has. */
    private record Held(String name, String text) implements Input {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(text.getBytes(StandardCharsets.UTF_8).length);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Compiled implements SessionClasses {
        @Override
        public Optional<byte[]> bytes(String binaryName) {
            return Optional.empty();
        }

        @Override
        public ClassLoader loader() {
            return PartsTest.class.getClassLoader();
        }

        @Override
        public List<Path> jars() {
            return List.of();
        }
    }

    /** What Spark does, in one thread. */
    private static final class Parts {
        private final Plan<?> whole;
        private final JobAddress job;
        private final Map<String, List<List<Bins.Numbered>>> tasks;

        Parts(Plan<?> whole, JobAddress job, Map<String, List<List<Bins.Numbered>>> tasks) {
            this.whole = whole;
            this.job = job;
            this.tasks = tasks;
        }

        Set<String> rows() throws Exception {
            Set<String> attempts = new HashSet<>();
            if (whole.grouping().isEmpty() && whole.source() instanceof Plan.Lines) {
                for (long task = 0; task < count(Stages.ROOT); task++) {
                    add(
                            attempts,
                            new RowsOfSplits(job, Stages.ROOT)
                                    .call(List.of(task).iterator()));
                }
            } else {
                boolean grouped = whole.grouping().isPresent();
                for (List<Tuple2<Integer, byte[]>> partition :
                        grouped ? moved(gathered(Stages.ROOT)) : sides(Stages.ROOT)) {
                    add(attempts, new RowsOfBlocks(job, Stages.ROOT, grouped).call(partition.iterator()));
                }
            }
            return attempts;
        }

        private int count(String path) {
            return tasks.getOrDefault(path, List.of()).size();
        }

        private static void add(Set<String> all, Iterator<String> some) {
            some.forEachRemaining(all::add);
        }

        private List<Tuple2<Integer, byte[]>> gathered(String path) throws Exception {
            List<Tuple2<Integer, byte[]>> blocks = new ArrayList<>();
            if (Stages.plan(whole, path).source() instanceof Plan.Lines) {
                for (long task = 0; task < count(path); task++) {
                    new GatherSplits(job, path, BITS)
                            .call(List.of(task).iterator())
                            .forEachRemaining(blocks::add);
                }
            } else {
                for (List<Tuple2<Integer, byte[]>> partition : sides(path)) {
                    new GatherJoined(job, path, BITS).call(partition.iterator()).forEachRemaining(blocks::add);
                }
            }
            return blocks;
        }

        private List<List<Tuple2<Integer, byte[]>>> sides(String path) throws Exception {
            List<Tuple2<Integer, byte[]>> both = new ArrayList<>(gathered(Stages.left(path)));
            both.addAll(gathered(Stages.right(path)));
            return moved(both);
        }

        private static List<List<Tuple2<Integer, byte[]>>> moved(List<Tuple2<Integer, byte[]>> blocks) {
            Map<Integer, List<Tuple2<Integer, byte[]>>> partitions = new TreeMap<>();
            blocks.forEach(block -> partitions
                    .computeIfAbsent(block._1(), any -> new ArrayList<>())
                    .add(block));
            return List.copyOf(partitions.values());
        }
    }

    private <T> List<T> inParts(Plan<T> plan) throws Exception {
        Map<String, List<List<Bins.Numbered>>> tasks = new LinkedHashMap<>();
        List<Input> inputs = new ArrayList<>();
        divide(plan, Stages.ROOT, inputs, tasks);
        SessionClasses classes = new Compiled();
        Bundler.Packed packed = Bundler.pack(Stages.withInputs(plan, any -> new Inputs(List.of())), classes);
        SparkMeter meter = new SparkMeter(inputs);
        JobFailure failure = new JobFailure(classes.loader());
        try (TemporaryFolders folders = TemporaryFolders.below(temp);
                SpillSpace space = new SpillSpace(folders.newJob(), MemoryBudget.bytes(1 << 20));
                SessionService service = SessionService.start()) {
            ReceivedRows rows = new ReceivedRows(space);
            ServedJob served = new ServedJob(packed.bundle(), inputs, tasks, rows, meter, failure);
            JobAddress job = service.serve(served, "http://127.0.0.1:" + service.port());
            Set<String> attempts;
            try {
                attempts = new Parts(plan, job, tasks).rows();
            } catch (RuntimeException e) {
                throw failure.reported().orElseThrow(() -> new AssertionError("nothing was reported", e));
            }
            rows.keep(attempts);
            JobFacts facts = meter.facts("here", attempts);
            assertThat(facts.keys()).isEqualTo(rows.count());
            Codec<T> codec = Codecs.shared(served.types(), classes.loader()).values("rows");
            try (Stream<T> all = rows.stream(codec)) {
                return all.toList();
            }
        }
    }

    private static void divide(
            Plan<?> part, String path, List<Input> inputs, Map<String, List<List<Bins.Numbered>>> tasks)
            throws Exception {
        if (part.source() instanceof Plan.Join<?, ?, ?> join) {
            divide(join.left().plan(), Stages.left(path), inputs, tasks);
            divide(join.right().plan(), Stages.right(path), inputs, tasks);
            return;
        }
        int first = inputs.size();
        List<Split> splits = new ArrayList<>();
        for (Split split : Splits.of(part.inputs(), 1 << 12)) {
            splits.add(new Split(split.input(), first + split.index(), split.from(), split.to()));
        }
        part.inputs().forEach(inputs::add);
        tasks.put(path, Bins.of(splits, 3));
    }

    /** A backend that runs plans in parts, and one that does not. */
    private <T> void same(Function<Backends, Result<T>> job) throws Exception {
        PlanCatcher catcher = new PlanCatcher();
        try (LocalBackend local = LocalBackend.create();
                Result<T> here = job.apply(catcher.of(local));
                Stream<T> rows = here.stream()) {
            assertThat(this.<T>inParts(catcher.caught()))
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(rows.toList());
        }
    }

    /** Keeps the plan that a result runs. */
    private static final class PlanCatcher {
        private final List<Plan<?>> plans = new ArrayList<>();

        Backends of(Backend backend) {
            Backend watched = new Backend() {
                @Override
                public String name() {
                    return backend.name();
                }

                @Override
                public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
                    plans.add(plan);
                    return backend.run(plan, listener);
                }

                @Override
                public void close() {}
            };
            return new Backends() {
                @Override
                public Backend preferred() {
                    return watched;
                }

                @Override
                public Backend local() {
                    return watched;
                }

                @Override
                public JobListener listener() {
                    return JobListener.NONE;
                }
            };
        }

        @SuppressWarnings("unchecked") // the test says of what its rows are
        <T> Plan<T> caught() {
            return (Plan<T>) plans.get(0);
        }
    }

    private static Inputs held(int files, int lines) {
        List<Input> inputs = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            StringBuilder text = new StringBuilder();
            for (int line = 0; line < lines; line++) {
                int number = file * lines + line;
                text.append('w')
                        .append(number * number % 37)
                        .append(' ')
                        .append(number)
                        .append('\n');
            }
            inputs.add(new Held("held/" + file, text.toString()));
        }
        return new Inputs(inputs);
    }

    private static String word(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static long number(String line) {
        return Long.parseLong(line.substring(line.indexOf(' ') + 1));
    }

    @Test
    void aggregatesAreTheSameInParts() throws Exception {
        Inputs inputs = held(5, 400);
        same(on -> MapReduce.over(inputs, on).groupBy(PartsTest::word).count());
        same(on -> MapReduce.over(inputs, on).groupBy(PartsTest::word).sum(PartsTest::number));
        same(on -> MapReduce.over(inputs, on).groupBy(PartsTest::word).percentile(PartsTest::number, 0.9));
        same(on -> MapReduce.over(inputs, on).groupBy(PartsTest::word).distinct(line -> number(line) % 11));
        same(on -> MapReduce.over(inputs, on)
                .groupBy(line -> List.of(word(line), number(line) % 2))
                .max(l -> l));
        same(on -> MapReduce.over(inputs, on)
                .<Object, Object, Object>mapReduce(
                        (line, out) -> {
                            out.emit(word(line), number(line));
                            out.emit(number(line) % 5, line);
                        },
                        (key, values) -> new HashMap<>(Map.of(key, values.size()))));
    }

    /** Keys that are met when the table takes no more come out of a log, in the same order as those of the table. */
    @Test
    void keysOfALogTravelAsThoseOfATableDo() throws Exception {
        Map<String, Long> expected = new HashMap<>();
        for (long number = 0; number < 120_000; number++) {
            expected.merge("key " + number % 50_000, number, Long::sum);
        }
        Plan<Pair<String, Long>> plan = new Plan<>(
                new Plan.Lines(held(1, 120_000)),
                List.of(),
                Optional.of(new Plan.Grouping<String, String, Long, Long>(
                        (line, out) -> out.emit("key " + number(line) % 50_000, number(line)), new Aggregate.Sum<>())));
        Codecs codecs = Codecs.shared(new Types(), PartsTest.class.getClassLoader());
        Map<Integer, List<JobPart.Block>> partitions = new TreeMap<>();
        Map<String, Long> sums = new HashMap<>();
        try (TemporaryFolders folders = TemporaryFolders.below(temp)) {
            try (JobPart part = part(plan, codecs, folders)) {
                part.gather(Splits.of(plan.inputs(), 1 << 12), BITS).forEachRemaining(block -> partitions
                        .computeIfAbsent(block.partition(), any -> new ArrayList<>())
                        .add(block));
            }
            Codec<Pair<String, Long>> rows = codecs.values("rows");
            for (List<JobPart.Block> blocks : partitions.values()) {
                try (JobPart part = part(plan, codecs, folders)) {
                    part.reduce(blocks.iterator(), 0, (piece, from, length, count) -> {
                        PackedInput in = new PackedInput().reset(from, 0, length);
                        for (long left = count; left > 0; left--) {
                            Pair<String, Long> row = rows.read(in);
                            assertThat(sums.put(row.key(), row.value())).isNull();
                        }
                    });
                }
            }
        }
        assertThat(partitions).hasSize(1 << BITS);
        assertThat(sums).isEqualTo(expected);
    }

    private static JobPart part(Plan<?> plan, Codecs codecs, TemporaryFolders folders) {
        return new JobPart(
                plan, Stages.ROOT, codecs, 1L << 29, folders.newJob(), FetchLimits.standard(), plan.inputs());
    }

    @Test
    void joinsAreTheSameInParts() throws Exception {
        Inputs left = held(2, 100);
        Inputs right = held(3, 40);
        same(on -> MapReduce.over(left, on)
                .filter(l -> number(l) % 3 == 0)
                .groupBy(PartsTest::word)
                .outerJoin(MapReduce.over(right, on).groupBy(PartsTest::word)));
        same(on -> MapReduce.over(left, on)
                .groupBy(PartsTest::word)
                .join(MapReduce.over(right, on).groupBy(PartsTest::word))
                .groupBy(j -> number(j.left()) % 4)
                .leftJoin(MapReduce.over(right, on).groupBy(PartsTest::number))
                .groupBy(j -> j.right().isPresent())
                .count());
    }

    @Test
    void rowsOfRangesComeInTheOrderOfTheInputs() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 5_000; line++) {
            text.append("line ").append(line).append('\n');
        }
        Path file = Files.writeString(temp.resolve("plain.txt"), text);
        Plan<String> plan = Plan.lines(Inputs.files(file.toString()));
        assertThat(inParts(plan)).isEqualTo(text.toString().lines().toList());
    }

    @Test
    void whatAFunctionThrowsIsReportedWithItsPlaceAndCause() {
        PlanCatcher catcher = new PlanCatcher();
        try (LocalBackend local = LocalBackend.create();
                Result<Pair<Long, Long>> failing = MapReduce.over(held(1, 10), catcher.of(local))
                        .groupBy(line -> 1 / (number(line) - 7))
                        .count()) {
            assertThatThrownBy(failing::count).isInstanceOf(JobException.class);
        }
        assertThatThrownBy(() -> inParts(catcher.caught()))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("held/0 line 8")
                .hasMessageContaining("/ by zero")
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void tasksHaveAboutTheSameToRead() {
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            splits.add(new Split(new Held("h" + i, ""), i, 0, (i % 20 + 1L) << 20));
        }
        List<List<Bins.Numbered>> bins = Bins.of(splits, 4);
        assertThat(bins.stream().flatMap(List::stream).map(Bins.Numbered::number))
                .doesNotHaveDuplicates()
                .hasSize(200);
        assertThat(Bins.of(splits.subList(0, 3), 8)).hasSize(3);
        assertThat(Bins.of(List.of(), 8)).isEmpty();
    }
}
