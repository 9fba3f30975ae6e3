package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Property(tries = 100)
    void aTallyReadsBackWhatWasCounted(
            @ForAll @Size(max = 2000) long[] numbers, @ForAll @IntRange(max = 60) int shift) {
        Tally tally = new Tally();
        Map<Long, Long> expected = new TreeMap<>();
        for (long number : numbers) {
            tally.add(number >> shift);
            tally.add(number >> shift, 2);
            expected.merge(number >> shift, 3L, Long::sum);
        }
        PackedOutput out = new PackedOutput();
        tally.write(out);
        Tally.Reader reader = new Tally.Reader();
        PackedInput in = new PackedInput().reset(out.array(), 0, out.length());
        reader.reset(in);
        Map<Long, Long> read = new TreeMap<>();
        while (reader.next()) {
            read.put(reader.number(), reader.count());
        }
        assertThat(read).isEqualTo(expected);
        assertThat(in.remaining()).isZero();
        assertThat(tally.total()).isEqualTo(3L * numbers.length);
        tally.clear();
        assertThat(tally.sorted()).isEmpty();
    }

    @Property(tries = 200)
    void theNumberOfARankIsThatOfTheSortedArray(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int size, @ForAll @IntRange(max = 63) int shift) {
        Random random = new Random(seed);
        long[] numbers = random.longs(size).map(number -> number >> shift).toArray();
        long[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int rank = 1 + random.nextInt(size);
        assertThat(Selection.select(numbers, size, rank)).isEqualTo(sorted[rank - 1]);
    }

    @Test
    void ranksAreFoundAlsoInArraysMadeToBeSlow() {
        long[] pipes = LongStream.range(0, 100_000)
                .map(i -> i % 2 == 0 ? i : 200_000 - i)
                .toArray();
        long[] sorted = pipes.clone();
        Arrays.sort(sorted);
        for (int rank : new int[] {1, 2, 50_000, 99_999, 100_000}) {
            assertThat(Selection.select(pipes.clone(), pipes.length, rank)).isEqualTo(sorted[rank - 1]);
        }
        long[] same = new long[100_000];
        assertThat(Selection.select(same, same.length, 77)).isZero();
    }

    @Test
    void numbersAreInTheOrderOfTheirClass() {
        Codec<Double> codec = new Codecs().values();
        codec.write(1.0, new PackedOutput());
        NumberForm<Double> form = Objects.requireNonNull(NumberForm.of(codec));
        double[] ascending = {Double.NEGATIVE_INFINITY, -2.5, -Double.MIN_VALUE, -0.0, 0.0, 3, 1e300, Double.NaN};
        long[] forms = Arrays.stream(ascending).mapToLong(form::toLong).toArray();
        assertThat(forms).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(forms).mapToObj(form::toValue))
                .containsExactly(Arrays.stream(ascending).boxed().toArray(Double[]::new));
    }
}
