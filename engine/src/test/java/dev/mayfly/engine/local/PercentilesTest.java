package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.spill.NearestRank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private static final long ENOUGH = 64L << 20;

    /** Values of one class: of few distinct ones, of some, of all that there are. */
    private static List<Supplier<? extends Comparable<?>>> values(Random random) {
        List<Supplier<? extends Comparable<?>>> kinds = new ArrayList<>();
        kinds.add(() -> random.nextInt(100) - 50);
        kinds.add(() -> random.nextInt(5000));
        kinds.add(random::nextInt);
        kinds.add(() -> random.nextLong() >> random.nextInt(64));
        kinds.add(random::nextLong);
        kinds.add(() -> (short) random.nextInt());
        kinds.add(() -> (byte) random.nextInt());
        kinds.add(() -> random.nextInt(40) / 4.0 - 5);
        kinds.add(random::nextGaussian);
        kinds.add(() ->
                List.of(-0.0, 0.0, Double.NaN, Double.POSITIVE_INFINITY, -1e300).get(random.nextInt(5)));
        kinds.add(() -> "text " + random.nextInt(1000));
        return kinds;
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void everyClassOfValuesHasTheNearestRankWhateverIsSpilled(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 1000) int permille,
            @ForAll @IntRange(min = 0, max = 2) int budget,
            @ForAll @IntRange(min = 0, max = 2) int table,
            @ForAll @IntRange(min = 0, max = 4) int bits) {
        Random random = new Random(seed);
        List<Supplier<? extends Comparable<?>>> kinds = values(random);
        Supplier<? extends Comparable<?>> kind = kinds.get(random.nextInt(kinds.size()));
        check(
                permille / 1000.0,
                List.of(0L, 1L << 18, ENOUGH).get(budget),
                List.of(0L, 1L << 16, ENOUGH).get(table),
                bits,
                random,
                i -> kind.get());
    }

    @SuppressWarnings("unchecked") // all values are of one class
    private static void check(
            double p, long budget, long table, int bits, Random random, IntFunction<Comparable<?>> values) {
        int keys = 1 + random.nextInt(40);
        int count = 1 + random.nextInt(30_000);
        Map<Integer, List<Comparable<Object>>> model = new HashMap<>();
        Map<Integer, Object> found;
        try (Pipeline<Integer, Comparable<Object>> pipeline =
                new Pipeline<>(new Aggregate.Percentile<Integer, Comparable<Object>>(p), 2, budget, table, bits)) {
            for (int i = 0; i < count; i++) {
                // Most values are of the first keys.
                int key = random.nextInt(1 + random.nextInt(keys));
                Comparable<Object> value = (Comparable<Object>) values.apply(i);
                model.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
                pipeline.emit(i % 2, key, value);
            }
            found = pipeline.results();
        }
        Map<Integer, Object> expected = new HashMap<>();
        model.forEach((key, all) -> {
            all.sort(null);
            expected.put(key, all.get((int) NearestRank.of(p, all.size()) - 1));
        });
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void fewDistinctValuesAreCountedAndSoNotSpilled() {
        try (Pipeline<String, Integer> pipeline =
                new Pipeline<>(new Aggregate.Percentile<String, Integer>(0.5), 1, 0, 1 << 20, 4)) {
            for (int i = 0; i < 3_000_000; i++) {
                pipeline.emit(0, "hot", i % 2000);
            }
            assertThat(pipeline.results()).isEqualTo(Map.of("hot", 999));
            // No more than the one row.
            assertThat(pipeline.spilledBytes()).isLessThan(100);
        }
    }

    @Test
    void classesMayDifferFromKeyToKeyButNotWithinOne() {
        List<Comparable<?>> mixed = List.of(1, 2L, 3.0, "four");
        try (Pipeline<Integer, Comparable<Object>> pipeline = mixed(0, mixed, 50_000)) {
            assertThat(pipeline.results()).isEqualTo(Map.of(0, 1, 1, 2L, 2, 3.0, 3, "four"));
        }
        try (Pipeline<Integer, Comparable<Object>> pipeline = mixed(1, mixed, 50_000)) {
            assertThatThrownBy(pipeline::results)
                    .isInstanceOf(JobException.class)
                    .hasMessageContainingAll("ClassCastException", "key 0");
        }
    }

    @SuppressWarnings("unchecked") // that they cannot be compared with each other is what is tested
    private static Pipeline<Integer, Comparable<Object>> mixed(int foreign, List<Comparable<?>> values, int count) {
        Pipeline<Integer, Comparable<Object>> pipeline =
                new Pipeline<>(new Aggregate.Percentile<Integer, Comparable<Object>>(0.5), 1, 0, 1 << 18, 2);
        for (int i = 0; i < count; i++) {
            pipeline.emit(0, i % values.size(), (Comparable<Object>) values.get(i % values.size()));
        }
        for (int i = 0; i < foreign; i++) {
            pipeline.emit(0, 0, (Comparable<Object>) (Comparable<?>) 1L);
        }
        return pipeline;
    }
}
