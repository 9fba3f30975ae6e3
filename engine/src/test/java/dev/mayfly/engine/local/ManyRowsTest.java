package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.spill.Spaces;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Results of so many rows that they are not held as objects. */
class ManyRowsTest {
    private static final int KEYS = 5_000;

    private record Point(int x, String y) {}

    @Test
    void keysOfAnyKindComeBack() {
        sums(i -> "key " + i);
        sums(i -> i % 3 == 0 ? "Zürich " + i : "東京\0" + i);
        sums(i -> (long) i * i);
        sums(i -> new Point(i, "y" + i));
        // The first is the rule, and the others are tagged.
        sums(i -> i % 4 == 0 ? "key " + i : i % 4 == 1 ? (Object) i : i % 4 == 2 ? i / 3.0 : new Point(i, ""));
    }

    private static void sums(IntFunction<Object> key) {
        try (Pipeline<Object, Long> pipeline =
                new Pipeline<>(new Aggregate.Sum<>(), 1, Spaces.withBudget(1 << 22), 1 << 20, 0)) {
            Map<Object, Object> expected = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                pipeline.emit(0, key.apply(i), i * 1_000_000_007L);
                expected.put(key.apply(i), i * 1_000_000_007L);
            }
            assertThat(pipeline.results()).isEqualTo(expected);
        }
    }

    private static final class Opaque {}

    @Test
    void resultsThatAreNoNumbersStayAmongThoseThatAre() {
        Opaque opaque = new Opaque();
        Aggregate.Reduce<Integer, Integer, Object> reduce = new Aggregate.Reduce<>((key, values) -> {
            int value = values.iterator().next();
            return value % 1_000 == 7 ? opaque : value % 10 == 3 ? (Object) ("text " + value) : value;
        });
        try (Pipeline<Integer, Integer> pipeline = new Pipeline<>(reduce, 1, Spaces.withBudget(1 << 22), 1 << 20, 0)) {
            Map<Object, Object> expected = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                pipeline.emit(0, i, i);
                expected.put(i, i % 1_000 == 7 ? opaque : i % 10 == 3 ? (Object) ("text " + i) : i);
            }
            assertThat(pipeline.results()).isEqualTo(expected);
        }
    }
}
