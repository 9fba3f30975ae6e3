package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.spill.NearestRank;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Every aggregate against a naive model, over random data, classes of keys, numbers of threads and partitions, and
 * budgets down to none, where every few hundred pairs are written out and dozens of runs are merged in passes.
 */
class SpillingProperties {
    private static final List<Long> BYTES = List.of(0L, 1L << 15, 1L << 18, 64L << 20);

    record Key(String name, int number) {}

    enum Suit {
        CLUBS,
        DIAMONDS,
        HEARTS,
        SPADES
    }

    private static final List<IntFunction<Object>> KEYS = List.of(
            i -> i,
            i -> "key " + i,
            i -> "ключ é " + i * 1000,
            i -> "é".repeat(i % 40) + i,
            i -> i % 3 == 0 ? "ключ " + i : "key " + i,
            i -> new Key("k" + i % 7, i),
            i -> List.of(i, "of " + i),
            i -> (double) i / 8 - 3,
            i -> LocalDate.ofEpochDay(i),
            i -> Suit.values()[i % 4],
            i -> i % 2 == 0 ? i : Integer.toString(i));

    /** What a job was given, and within which limits. */
    private record Setting(List<Map.Entry<Object, Integer>> pairs, int sides, long budget, long table, int bits) {
        <V> Map<Object, List<V>> model(Function<Integer, V> value) {
            Map<Object, List<V>> model = new HashMap<>();
            pairs.forEach(pair -> model.computeIfAbsent(pair.getKey(), key -> new ArrayList<>())
                    .add(value.apply(pair.getValue())));
            return model;
        }

        <V> Map<Object, Object> results(Aggregate<Object, V, ?> aggregate, Function<Integer, V> value) {
            try (Pipeline<Object, V> pipeline = new Pipeline<>(aggregate, sides, budget, table, bits)) {
                for (int i = 0; i < pairs.size(); i++) {
                    pipeline.emit(
                            i % sides,
                            pairs.get(i).getKey(),
                            value.apply(pairs.get(i).getValue()));
                }
                return pipeline.results();
            }
        }

        <V> void check(Aggregate<Object, V, ?> aggregate, Function<Integer, V> value, Function<List<V>, ?> naive) {
            Map<Object, Object> expected = new HashMap<>();
            model(value).forEach((key, values) -> expected.put(key, naive.apply(values)));
            assertThat(results(aggregate, value)).isEqualTo(expected);
        }
    }

    private static Setting setting(long seed, int sides, int budget, int table, int bits) {
        Random random = new Random(seed);
        IntFunction<Object> kind = KEYS.get(random.nextInt(KEYS.size()));
        int keys = 1 + random.nextInt(1 << random.nextInt(12));
        int distinct = 1 + random.nextInt(1 << random.nextInt(16));
        int count = 1 + random.nextInt(15_000);
        List<Map.Entry<Object, Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Every third pair is of one key.
            Object key = kind.apply(random.nextInt(3) == 0 ? 0 : random.nextInt(keys));
            pairs.add(Map.entry(key, random.nextInt(distinct) - distinct / 2));
        }
        return new Setting(pairs, sides, BYTES.get(budget), BYTES.get(table), bits);
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void everyAggregateEqualsTheNaiveModel(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int sides,
            @ForAll @IntRange(min = 0, max = 3) int budget,
            @ForAll @IntRange(min = 0, max = 3) int table,
            @ForAll @IntRange(min = 0, max = 6) int bits) {
        Setting job = setting(seed, sides, budget, table, bits);
        double p = 1 - new Random(seed).nextInt(1000) / 1000.0;
        job.check(new Aggregate.Count<>(), i -> "any", values -> (long) values.size());
        job.check(new Aggregate.Sum<>(), i -> (long) i << 30, values -> values.stream()
                .mapToLong(v -> v)
                .sum());
        job.check(new Aggregate.Min<Object, String>(), i -> "text " + i, Collections::min);
        job.check(new Aggregate.Max<Object, Double>(), i -> i / 4.0, Collections::max);
        job.check(new Aggregate.Percentile<Object, Integer>(p), i -> i, values -> nearestRank(values, p));
        job.check(new Aggregate.Percentile<Object, String>(p), i -> i + " texts", values -> nearestRank(values, p));
        job.check(new Aggregate.Distinct<Object, List<Object>>(), i -> List.of(i, "x"), values ->
                (long) new HashSet<>(values).size());
        job.check(new Aggregate.Combine<>(Long::sum), i -> (long) i, values -> values.stream()
                .mapToLong(v -> v)
                .sum());
        job.check(
                new Aggregate.Collect<>(() -> Collectors.groupingBy(i -> i, Collectors.counting())),
                i -> i,
                values -> values.stream().collect(Collectors.groupingBy(i -> i, Collectors.counting())));
        // The list is read twice: it is the same each time.
        job.check(
                new Aggregate.Reduce<>((key, values) ->
                        List.of(values.stream().sorted().toList(), values.size(), values.percentile(p), values.sum())),
                i -> i,
                values -> List.of(
                        values.stream().sorted().toList(),
                        (long) values.size(),
                        nearestRank(values, p),
                        values.stream().mapToLong(v -> v).sum()));
    }

    private static <V extends Comparable<? super V>> V nearestRank(List<V> values, double p) {
        List<V> sorted = values.stream().sorted().toList();
        return sorted.get((int) NearestRank.of(p, sorted.size()) - 1);
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void sumsOfDoublesAreRightToTheLastBitInAnyOrder(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int sides,
            @ForAll @IntRange(min = 0, max = 3) int table,
            @ForAll @IntRange(min = 0, max = 6) int bits) {
        Setting job = setting(seed, sides, 1, table, bits);
        // Tenths have no exact form, and large numbers swallow them.
        Function<Integer, Double> value = i -> i % 5 == 0 ? i * 1e9 : i / 10.0;
        Map<Object, Object> sums = job.results(new Aggregate.SumDouble<>(), value);
        Map<Object, Object> averages = job.results(new Aggregate.Average<>(), value);
        Map<Object, List<Double>> model = job.model(value);
        assertThat(sums.keySet()).isEqualTo(model.keySet());
        assertThat(averages.keySet()).isEqualTo(model.keySet());
        model.forEach((key, values) -> {
            BigDecimal exact = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            double sum = exact.doubleValue();
            double average = exact.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                    .doubleValue();
            assertThat(sums)
                    .hasEntrySatisfying(key, found -> assertThat((double) found).isCloseTo(sum, within(Math.ulp(sum))));
            assertThat(averages).hasEntrySatisfying(key, found -> assertThat((double) found)
                    .isCloseTo(average, within(2 * Math.ulp(average))));
        });
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void rowsComeInOneOrderHoweverManyThreadsAndPartitionsThereAreAndWhateverIsSpilled(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int sides,
            @ForAll @IntRange(min = 0, max = 3) int table,
            @ForAll @IntRange(min = 0, max = 6) int bits) {
        Setting one = setting(seed, 1, 3, 3, 0);
        Setting other = setting(seed, sides, 1, table, bits);
        assertThat(rows(other, new Aggregate.Percentile<Object, Integer>(0.5)))
                .isEqualTo(rows(one, new Aggregate.Percentile<Object, Integer>(0.5)));
        assertThat(rows(other, new Aggregate.Distinct<>())).isEqualTo(rows(one, new Aggregate.Distinct<>()));
    }

    private static List<Map.Entry<Object, Object>> rows(Setting setting, Aggregate<Object, Integer, ?> aggregate) {
        return List.copyOf(setting.results(aggregate, i -> i).entrySet());
    }
}
