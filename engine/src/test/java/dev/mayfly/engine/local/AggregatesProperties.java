package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.engine.Grouped;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Every aggregate against a naive model, over random data, thread counts, key counts and budgets. */
class AggregatesProperties {
    /** Budgets of a job: none, so that every table is written out; a little; enough. */
    private static final List<Long> BUDGETS = List.of(0L, 1L << 20, 64L << 20);

    record Event(String key, int number) {}

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void everyAggregateEqualsTheNaiveModel(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll @IntRange(min = 1, max = 3000) int keys,
            @ForAll @IntRange(min = 0, max = 2) int budget)
            throws IOException {
        Path folder = Files.createTempDirectory("aggregates");
        try {
            check(folder, new Random(seed), threads, keys, BUDGETS.get(budget));
        } finally {
            delete(folder);
        }
    }

    private static void check(Path folder, Random random, int threads, int keys, long budget) throws IOException {
        List<Event> events = new ArrayList<>();
        int files = 1 + random.nextInt(4);
        for (int file = 0; file < files; file++) {
            List<String> lines = new ArrayList<>();
            int count = random.nextInt(2500);
            for (int i = 0; i < count; i++) {
                // Half of all events go to one key in a hundred.
                int key = random.nextBoolean() ? random.nextInt(keys) : random.nextInt(keys) / 100;
                Event event = new Event("key é" + key, random.nextInt(500) - 250);
                events.add(event);
                lines.add(event.key() + "\t" + event.number());
            }
            Files.write(folder.resolve(file + ".tsv"), lines);
        }
        LocalOptions options = new LocalOptions(threads, budget, folder);
        Map<String, List<Integer>> model = events.stream()
                .collect(Collectors.groupingBy(Event::key, Collectors.mapping(Event::number, Collectors.toList())));
        try (LocalBackend backend = LocalBackend.create(options)) {
            MapReduce<Event> input = MapReduce.over(Inputs.files(folder + "/*.tsv"), new OneBackend(backend))
                    .map(line -> line.split("\t"))
                    .map(fields -> new Event(fields[0], Integer.parseInt(fields[1])));
            assertThat(input.stream()).isEqualTo(events);
            check(input.groupBy(Event::key), model);
        }
    }

    private static void check(Grouped<String, Event> events, Map<String, List<Integer>> model) {
        assertThat(rows(events.count())).isEqualTo(map(model, values -> (long) values.size()));
        assertThat(rows(events.sum(Event::number)))
                .isEqualTo(
                        map(model, values -> values.stream().mapToLong(v -> v).sum()));
        assertThat(rows(events.min(Event::number)))
                .isEqualTo(map(
                        model, values -> values.stream().min(Integer::compare).orElseThrow()));
        assertThat(rows(events.max(Event::number)))
                .isEqualTo(map(
                        model, values -> values.stream().max(Integer::compare).orElseThrow()));
        assertThat(rows(events.distinct(Event::number)))
                .isEqualTo(map(model, values -> (long) new HashSet<>(values).size()));
        assertThat(rows(events.percentile(Event::number, 0.95))).isEqualTo(map(model, values -> percentile(values)));
        Map<String, Double> averages = rows(events.average(Event::number));
        Map<String, Double> sums = rows(events.sumDouble(event -> event.number() / 8.0));
        assertThat(averages).hasSameSizeAs(model);
        model.forEach((key, values) -> {
            double sum = values.stream().mapToLong(v -> v).sum();
            assertThat(averages.get(key)).isCloseTo(sum / values.size(), within(1e-9));
            assertThat(sums.get(key)).isEqualTo(sum / 8);
        });
        assertThat(rows(events.combine((one, other) -> one.number() > other.number() ? one : other)))
                .isEqualTo(mapEntries(model));
        assertThat(rows(events.reduce((key, values) -> {
                    List<Integer> all = new ArrayList<>();
                    values.forEach(event -> all.add(event.number()));
                    all.sort(null);
                    return all;
                })))
                .isEqualTo(map(model, values -> values.stream().sorted().toList()));
    }

    private static Map<String, Event> mapEntries(Map<String, List<Integer>> model) {
        return model.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Event(
                                entry.getKey(),
                                entry.getValue().stream().max(Integer::compare).orElseThrow())));
    }

    private static int percentile(List<Integer> values) {
        List<Integer> sorted = values.stream().sorted().toList();
        BigInteger hundred = BigInteger.valueOf(100);
        int rank = BigInteger.valueOf(95L * sorted.size())
                .add(hundred.subtract(BigInteger.ONE))
                .divide(hundred)
                .intValue();
        return sorted.get(rank - 1);
    }

    private static <V, R> Map<String, R> map(Map<String, List<V>> model, Function<List<V>, R> function) {
        return model.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> function.apply(entry.getValue())));
    }

    private static <R> Map<String, R> rows(Result<Pair<String, R>> result) {
        try (result;
                Stream<Pair<String, R>> rows = result.stream()) {
            return rows.collect(Collectors.toMap(Pair::key, Pair::value));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.sorted((one, other) -> other.compareTo(one)).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
