package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.spill.Spaces;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ColdLogTest {
    private static final int PARTITION_BITS = 3;

    @Property(tries = 100)
    void whatIsLoggedIsAddedUpWhetherOrNotItWasMadeShorter(
            @ForAll long seed, @ForAll @IntRange(max = 3) int compactions) {
        Random random = new Random(seed);
        ColdLog log = new ColdLog(PARTITION_BITS);
        KeyTable table = new KeyTable();
        Sums sums = new Sums();
        Map<String, BigInteger> expected = new HashMap<>();
        for (int round = 0; round <= compactions; round++) {
            for (int i = random.nextInt(20_000); i > 0; i--) {
                String key = "k".repeat(random.nextInt(4) == 0 ? random.nextInt(ColdLog.LONGEST_KEY - 8) : 0)
                        + random.nextInt(1000);
                // Of every number of bytes, and of both signs.
                long value = random.nextLong() >> random.nextInt(64);
                expected.merge(key, BigInteger.valueOf(value), BigInteger::add);
                byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
                log.add(KeyTable.hash(bytes, 0, bytes.length), value, bytes, 0, bytes.length);
            }
            if (round < compactions) {
                long before = log.takenBytes();
                log.compact(sums.fresh(), table, sums, new JobControl("here"));
                assertThat(log.takenBytes()).isLessThanOrEqualTo(before);
                assertThat(log.takenBytes()).isLessThanOrEqualTo(log.heapBytes());
            }
        }
        Sums all = new Sums();
        KeyTable keys = new KeyTable();
        for (int number = 0; number < table.count(); number++) {
            int sum = keys.number(table.bytes(number), table.start(number), table.length(number), table.place(number));
            all.addAll(sum, keys.added(), sums, number);
        }
        log.addTo(keys, all);
        Map<String, BigInteger> found = new HashMap<>();
        for (int i = 0; i < keys.count(); i++) {
            String key = new String(keys.bytes(i), keys.start(i), keys.length(i), StandardCharsets.ISO_8859_1);
            BigInteger sum = expected.getOrDefault(key, BigInteger.ZERO);
            assertThat(all.isBits(i)).isEqualTo(sum.bitLength() < Long.SIZE);
            assertThat(all.bitsOf(i)).isEqualTo(sum.longValue());
            found.put(key, sum);
        }
        assertThat(found).isEqualTo(expected);
    }

    /** Tables, logs and what is written out of both, whatever has room for what. */
    @Property(tries = 60)
    void aMapSideCountsAndAddsUpWhateverGoesWhere(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20_000) int keys,
            @ForAll @IntRange(max = 3) int most,
            @ForAll @IntRange(max = 2) int cache) {
        Random random = new Random(seed);
        // Of 4 MB, each log is written out at once; of 5, some are; of 64, none is.
        MapSide.Memory memory = new MapSide.Memory(
                new long[] {4L << 20, 9L << 19, 5L << 20, 64L << 20}[most], 1 << 15, (1 << 15) << (4 * cache), 1 << 17);
        Map<String, Long> counts = new HashMap<>();
        Map<String, Long> sums = new HashMap<>();
        try (Pipeline<String, Long> counting =
                        new Pipeline<>(new Aggregate.Count<>(), 2, Spaces.withBudget(1 << 20), memory, PARTITION_BITS);
                Pipeline<String, Long> adding =
                        new Pipeline<>(new Aggregate.Sum<>(), 2, Spaces.withBudget(1 << 20), memory, PARTITION_BITS)) {
            for (int i = 0; i < 60_000; i++) {
                int key = random.nextBoolean() ? random.nextInt(keys) : random.nextInt(keys) / 100;
                String text = key % 50 == 7 ? "long".repeat(500) + key : "key" + key;
                long value = random.nextLong() >> (20 + random.nextInt(44));
                counting.emit(i % 2, text, value);
                adding.emit(i % 2, text, value);
                counts.merge(text, 1L, Long::sum);
                sums.merge(text, value, Long::sum);
            }
            assertThat(counting.results()).isEqualTo(counts);
            assertThat(adding.results()).isEqualTo(sums);
        }
    }

    /** Within a log of so many bytes there are four thousand pairs: it is made shorter between any two rounds. */
    private static final MapSide.Memory SHORT_LOG = new MapSide.Memory(64L << 20, 1 << 12, 1 << 12, 1 << 17);

    @Test
    void aSumThatOverflowsInALogAndComesBackIsRight() {
        try (Pipeline<String, Long> adding = adding(SHORT_LOG)) {
            for (int round = 0; round < 6; round++) {
                for (int key = 0; key < 5_000; key++) {
                    adding.emit(0, "key" + key, round < 3 ? Long.MAX_VALUE : -Long.MAX_VALUE + 1);
                }
            }
            assertThat(adding.results()).hasSize(5_000).allSatisfy((key, sum) -> assertThat(sum)
                    .isEqualTo(3L));
        }
    }

    @Test
    void aSumThatOverflowsInALogSaysSo() {
        try (Pipeline<String, Long> adding = adding(SHORT_LOG)) {
            for (int i = 0; i < 30_000; i++) {
                adding.emit(0, "key" + i % 5_000, i % 5_000 == 4_321 ? Long.MAX_VALUE : 1L);
            }
            assertThatThrownBy(adding::results)
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining("the sum of key key4321 does not fit a long");
        }
    }

    /** Those of a log that turn out to be few, and are asked for again when they are there. */
    @Test
    void keysGoBackToTheTableAndLoseNothing() {
        try (Pipeline<String, Long> adding = adding(new MapSide.Memory(64L << 20, 1 << 14, 1 << 24, 1 << 17))) {
            for (int i = 0; i < 300_000; i++) {
                adding.emit(0, "key" + i % 600, (long) i / 600);
            }
            assertThat(adding.results()).hasSize(600).allSatisfy((key, sum) -> assertThat(sum)
                    .isEqualTo(499L * 500 / 2));
        }
    }

    private static Pipeline<String, Long> adding(MapSide.Memory memory) {
        return new Pipeline<>(new Aggregate.Sum<>(), 1, Spaces.withBudget(1 << 20), memory, PARTITION_BITS);
    }
}
