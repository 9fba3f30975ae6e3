package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagicListTest {
    /** What a test puts into a list: a type, how many values, how many different ones, and how often each in a row. */
    record Content(IntFunction<Object> value, int size, int distinct, int run) {
        List<Object> values() {
            Random random = new Random(size + 31L * distinct);
            int[] picks = IntStream.range(0, size / run + 1)
                    .map(i -> random.nextInt(distinct))
                    .toArray();
            return IntStream.range(0, size)
                    .mapToObj(i -> value.apply(picks[i / run]))
                    .toList();
        }
    }

    @Property(tries = 60)
    void everyAnswerIsThatOfAPlainList(@ForAll("contents") Content content, @ForAll("budgets") long budget) {
        List<Object> model = content.values();
        try (SpillSpace space = Spaces.withBudget(budget)) {
            Codec<Object> codec = space.codecs().values();
            try (PackedMagicList<Object> list = build(space, codec, model)) {
                assertThat(list.size()).isEqualTo(model.size());
                assertThat(sorted(list.stream().toList())).isEqualTo(sorted(model));
                assertThat(list.sorted(natural()).toList()).isEqualTo(sorted(model));
                assertThat(sorted(list.distinct().toList())).isEqualTo(sorted(List.copyOf(new HashSet<>(model))));
                if (!model.isEmpty()) {
                    assertThat(list.min()).isEqualTo(sorted(model).get(0));
                    assertThat(list.max()).isEqualTo(sorted(model).get(model.size() - 1));
                    for (double p : new double[] {0.001, 0.07, 0.5, 0.95, 1}) {
                        int rank = (int) NearestRank.of(p, model.size());
                        assertThat(list.percentile(p)).isEqualTo(sorted(model).get(rank - 1));
                    }
                }
            }
            assertThat(space.budget().reserved()).isZero();
        }
    }

    @Property(tries = 60)
    void numericAnswersAreThoseOfAPlainList(@ForAll("contents") Content content, @ForAll("budgets") long budget) {
        List<Object> model = content.values();
        try (SpillSpace space = Spaces.withBudget(budget)) {
            try (PackedMagicList<Object> list = build(space, space.codecs().values(), model)) {
                if (model.isEmpty() || model.get(0) instanceof String) {
                    return;
                }
                double sum = model.stream()
                        .mapToDouble(v -> ((Number) v).doubleValue())
                        .sum();
                assertThat(list.sumDouble()).isCloseTo(sum, org.assertj.core.data.Percentage.withPercentage(1e-9));
                assertThat(list.average())
                        .isCloseTo(sum / model.size(), org.assertj.core.data.Percentage.withPercentage(1e-9));
                if (!(model.get(0) instanceof Double)) {
                    assertThat(list.sum())
                            .isEqualTo(model.stream()
                                    .mapToLong(v -> ((Number) v).longValue())
                                    .sum());
                }
            }
        }
    }

    @Provide
    Arbitrary<Content> contents() {
        List<IntFunction<Object>> types = List.of(
                i -> (long) i * i * 1003 - 5_000_000_000L,
                i -> i - 500,
                i -> (i - 500) / 7.0,
                i -> "value " + i * 7919 % 1000003);
        return Arbitraries.of(types).flatMap(type -> Arbitraries.of(0, 1, 2, 100, 4_000)
                .flatMap(size -> Arbitraries.of(1, 10, 300, 1_000_000)
                        .flatMap(d -> Arbitraries.of(1, 9).map(run -> new Content(type, size, d, run)))));
    }

    @Provide
    Arbitrary<Long> budgets() {
        return Arbitraries.of(0L, 1L << 14, 1L << 30);
    }

    @Test
    void aFewValuesThatRepeatTakeNoMoreThanTheirCounts() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            Codec<Long> codec = space.codecs().values();
            MagicListBuilder<Long> builder = space.newMagicList(codec);
            for (int i = 0; i < 300_000; i++) {
                builder.add(i % 3000L);
            }
            try (PackedMagicList<Long> list = builder.build()) {
                assertThat(space.spilledBytes()).isZero();
                assertThat(space.budget().reserved()).isBetween(1L, 20_000L);
                assertThat(list.sum()).isEqualTo(100L * 2999 * 3000 / 2);
                assertThat(list.percentile(0.95)).isEqualTo(2849);
                assertThat(list.distinct().count()).isEqualTo(3000);
            }
        }
    }

    @Test
    void valuesOfSeveralClassesMayBeMixed() {
        try (SpillSpace space = Spaces.withBudget(0)) {
            List<Object> model = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                model.add(i % 2 == 0 ? (Object) (i % 50L) : "text " + i % 60);
            }
            try (PackedMagicList<Object> list = build(space, space.codecs().values(), model)) {
                assertThat(list.stream().map(Object::toString).sorted().toList())
                        .isEqualTo(model.stream().map(Object::toString).sorted().toList());
                assertThat(list.distinct().count()).isEqualTo(new HashSet<>(model).size());
                assertThatThrownBy(list::sum)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("sum() needs numbers, and java.lang.String is none");
            }
        }
    }

    @Test
    void nullIsAValueThatHasNoOrder() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            List<Object> model = new ArrayList<>(Collections.nCopies(3, null));
            model.add(5L);
            try (PackedMagicList<Object> list = build(space, space.codecs().values(), model)) {
                assertThat(list).containsExactlyInAnyOrderElementsOf(model);
                assertThatThrownBy(() -> list.percentile(0.5))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("null has none");
            }
        }
    }

    @Test
    void mutableValuesThatRepeatAreSeparateObjects() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            List<Object> model = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                model.add(new ArrayList<>(List.of("same")));
            }
            try (PackedMagicList<Object> list = build(space, space.codecs().values(), model)) {
                Iterator<Object> values = list.iterator();
                assertThat(values.next()).isEqualTo(List.of("same")).isNotSameAs(values.next());
                assertThat(list.sorted(Comparator.comparing(Object::toString))
                                .limit(2)
                                .map(System::identityHashCode))
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void emptyListsHaveSumsButNoLeastValue() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            MagicList<Object> list = build(space, space.codecs().values(), List.of());
            assertThat(list.sum()).isZero();
            assertThat(list.sumDouble()).isZero();
            assertThat(list.average()).isNaN();
            assertThat(list).isEmpty();
            assertThatThrownBy(list::min)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("min()");
            assertThatThrownBy(list::max).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> list.percentile(0.5)).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void sumsThatDoNotFitALongAreAnErrorOnlyIfTheEndDoesNot() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            Codec<Object> codec = space.codecs().values();
            assertThat(build(space, codec, List.of(Long.MAX_VALUE, Long.MAX_VALUE, -Long.MAX_VALUE))
                            .sum())
                    .isEqualTo(Long.MAX_VALUE);
            assertThat(build(space, codec, List.of(Long.MAX_VALUE, Long.MAX_VALUE))
                            .average())
                    .isEqualTo((double) Long.MAX_VALUE);
            assertThatThrownBy(() ->
                            build(space, codec, List.of(Long.MIN_VALUE, -1L)).sum())
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("-9223372036854775809 does not fit a long");
            assertThatThrownBy(() -> build(space, codec, List.of(1.5)).sum())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use sumDouble()");
        }
    }

    @Test
    void percentilesOfExtremeNumbersAreExact() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            List<Object> longs = new ArrayList<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L));
            assertPercentiles(space, longs);
            Random random = new Random(1);
            for (int i = 0; i < 20_000; i++) {
                longs.add(random.nextLong() >> random.nextInt(64));
            }
            assertPercentiles(space, longs);
            List<Object> doubles = new ArrayList<>(List.of(
                    Double.NaN, -0.0, 0.0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.MIN_VALUE));
            assertPercentiles(space, doubles);
            for (int i = 0; i < 20_000; i++) {
                doubles.add(random.nextGaussian() * Math.pow(10, random.nextInt(30)));
            }
            assertPercentiles(space, doubles);
        }
    }

    private static void assertPercentiles(SpillSpace space, List<Object> model) {
        List<Object> sorted = sorted(model);
        try (PackedMagicList<Object> list = build(space, space.codecs().values(), model)) {
            for (double p : new double[] {1e-9, 0.2, 0.3, 0.5, 0.6, 0.9, 0.99999, 1}) {
                assertThat(list.percentile(p)).isEqualTo(sorted.get((int) NearestRank.of(p, sorted.size()) - 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.07, 100, 7", "0.95, 100, 95", "0.5, 1, 1", "1e-9, 5, 1", "1, 7, 7", "0.29, 100, 29", "0.291, 100, 30"
    })
    void theNearestRankTakesTheFractionAsItIsWritten(double p, long n, long rank) {
        assertThat(NearestRank.of(p, n)).isEqualTo(rank);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1.01", "NaN"})
    void aFractionOutsideOfItsBoundsIsRefused(double p) {
        assertThatThrownBy(() -> NearestRank.of(p, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got " + p);
    }

    private static PackedMagicList<Object> build(SpillSpace space, Codec<Object> codec, List<Object> values) {
        MagicListBuilder.Limits limits = new MagicListBuilder.Limits(200, 20, 200);
        MagicListBuilder<Object> builder = new MagicListBuilder<>(space, codec, limits);
        PackedOutput scratch = new PackedOutput();
        for (int i = 0; i < values.size(); i++) {
            scratch.clear();
            if (i % 3 == 0) {
                builder.add(values.get(i));
            } else if (i % 5 == 0) {
                int count = Math.min(40, values.size() - i);
                values.subList(i, i + count).forEach(value -> codec.write(value, scratch));
                builder.addEncoded(scratch.array(), 0, scratch.length(), count);
                i += count - 1;
            } else {
                codec.write(values.get(i), scratch);
                builder.addEncoded(scratch.array(), 0, scratch.length());
            }
        }
        return builder.build();
    }

    private static List<Object> sorted(List<Object> values) {
        return values.stream().sorted(natural()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> natural() {
        return Comparator.comparing((Function<Object, Comparable<Object>>) value -> (Comparable<Object>) value);
    }
}
