package dev.mayfly.engine.spill;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Each distinct value once, as {@code equals} says. Values are sorted by their hash code, on disk where they must, so
 * that equal ones are neighbours: only the values of one hash code are held at a time.
 */
final class DistinctValues {
    private DistinctValues() {}

    static <V> Stream<V> of(Iterator<V> values, SpillSpace space, Codec<V> codec) {
        Comparator<@Nullable Object> byHash = Comparator.comparingInt(Objects::hashCode);
        SortedRows<V> sorted = new ExternalSort<>(space, codec, byHash).sort(values);
        Set<Object> seen = new HashSet<>();
        int[] hash = new int[1];
        return sorted.stream()
                .filter(value -> {
                    if (Objects.hashCode(value) != hash[0]) {
                        hash[0] = Objects.hashCode(value);
                        seen.clear();
                    }
                    return seen.add(value);
                })
                .onClose(sorted::close);
    }
}
