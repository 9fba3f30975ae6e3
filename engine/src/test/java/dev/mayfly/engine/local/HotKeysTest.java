package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Aggregate;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One key has more values than memory, beside many keys of few, in a hundred runs that are merged in passes. */
class HotKeysTest {
    private static final int VALUES = 400_000;
    /** A random long takes nine or ten bytes, packed. */
    private static final long VALUE_BYTES = 10;

    private static final int COLD = 1000;
    private static final long TABLE = 1 << 17;

    @Test
    void itsPercentileReadsTheValuesOnceMoreAndSpillsThemOnce() {
        long[] all = new Random(1).longs(VALUES).toArray();
        try (Pipeline<String, Long> pipeline = pipeline(new Aggregate.Percentile<String, Long>(0.25), all)) {
            Map<String, Object> found = pipeline.results();
            assertThat(found).hasSize(COLD + 1).containsEntry("cold 7", all[7]);
            assertThat(found)
                    .containsEntry(
                            "hot",
                            LongStream.of(all)
                                    .sorted()
                                    .skip(VALUES / 4 - 1)
                                    .iterator()
                                    .nextLong());
            assertThat(pipeline.spilledBytes()).isBetween(9L * VALUES, spilledOnce());
        }
    }

    @Test
    void itsReducerReadsTheValuesAsOftenAsItLikesAndTheyAreSpilledOnce() {
        long[] all = new Random(2).longs(VALUES, 0, Long.MAX_VALUE / VALUES).toArray();
        Aggregate.Reduce<String, Long, Long> twice = new Aggregate.Reduce<>((key, values) -> {
            long sum = 0;
            for (long value : values) {
                sum += value;
            }
            try (Stream<Long> stream = values.stream()) {
                return values.sum() == sum && stream.count() == values.size() ? sum : -1;
            }
        });
        try (Pipeline<String, Long> pipeline = pipeline(twice, all)) {
            assertThat(pipeline.results())
                    .hasSize(COLD + 1)
                    .containsEntry("hot", LongStream.of(all).sum());
            assertThat(pipeline.spilledBytes()).isBetween(6L * VALUES, spilledOnce());
        }
    }

    /** The values, and for each run and pass what is known of the other keys. */
    private static long spilledOnce() {
        return VALUE_BYTES * VALUES * 5 / 4;
    }

    private static Pipeline<String, Long> pipeline(Aggregate<String, Long, ?> aggregate, long[] all) {
        Pipeline<String, Long> pipeline = new Pipeline<>(aggregate, 1, 0, TABLE, 2);
        for (int i = 0; i < all.length; i++) {
            pipeline.emit(0, "hot", all[i]);
            if (i < COLD) {
                pipeline.emit(0, "cold " + i, all[i]);
            }
        }
        return pipeline;
    }
}
