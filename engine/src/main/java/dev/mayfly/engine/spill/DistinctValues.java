package dev.mayfly.engine.spill;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Each distinct value once, as {@code equals} says. As many as the budget allows are held in a set; the values that are
 * not among these are sorted by their hash code, on disk where they must, so that equal ones are neighbours: of them only
 * the values of one hash code are held at a time.
 */
final class DistinctValues {
    /** So many are held even if others used up the budget. */
    private static final long LEAST_HELD_BYTES = 1 << 18;

    private DistinctValues() {}

    static <V> Stream<V> of(Iterator<V> values, SpillSpace space, Codec<V> codec) {
        Set<V> held = new HashSet<>();
        HeapGrant grant = new HeapGrant(space.budget());
        boolean room = true;
        while (room && values.hasNext()) {
            V value = values.next();
            if (held.add(value) && !grant.tryHold(value, codec)) {
                grant.hold(value, codec);
                room = grant.used() < LEAST_HELD_BYTES;
            }
        }
        Stream<V> first = held.stream().onClose(grant::release);
        return room ? first : Stream.concat(first, ofRest(without(values, held), space, codec));
    }

    private static <V> Iterator<V> without(Iterator<V> values, Set<V> held) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(values, Spliterator.ORDERED), false)
                .filter(value -> !held.contains(value))
                .iterator();
    }

    private static <V> Stream<V> ofRest(Iterator<V> values, SpillSpace space, Codec<V> codec) {
        Comparator<@Nullable Object> byHash = Comparator.comparingInt(Objects::hashCode);
        SortedRows<V> sorted = new ExternalSort<>(space, codec, byHash).sort(values);
        Set<V> sameHash = new HashSet<>();
        int[] hash = new int[1];
        return sorted.stream()
                .filter(value -> {
                    if (Objects.hashCode(value) != hash[0]) {
                        hash[0] = Objects.hashCode(value);
                        sameHash.clear();
                    }
                    return sameHash.add(value);
                })
                .onClose(sorted::close);
    }
}
