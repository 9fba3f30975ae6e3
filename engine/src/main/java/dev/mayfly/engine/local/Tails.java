package dev.mayfly.engine.local;

import dev.mayfly.engine.Counting;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Keyed;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.source.Line;
import dev.mayfly.engine.spill.RowStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ends of a thread's chain of steps: a mapper whose pairs are grouped, or rows in the order of the splits. */
final class Tails {
    private Tails() {}

    /** Fails where an element is a view of what will be overwritten. */
    static void requireLasting(Object element) {
        if (element instanceof Line) {
            throw new JobException("a Line lasts no longer than the function that it is given to, and is no"
                    + " result: take its text or fields, .map(line -> line.text())");
        }
    }

    /** Calls the mapper with each element. */
    static <K, V> MapTask.Tail grouped(Mapper<Object, K, V> mapper, MapSide<K, V> side) {
        return new MapTask.Tail() {
            @Override
            public void accept(Object element) throws Exception {
                mapper.map(element, side);
            }

            @Override
            public Optional<List<FunctionBody>> readers() {
                if (mapper instanceof Counting<?, ?> counting) {
                    return Optional.of(List.of(FunctionBody.of(counting.key())));
                }
                return mapper instanceof Keyed<?, ?, ?> keyed
                        ? Optional.of(List.of(FunctionBody.of(keyed.key()), FunctionBody.of(keyed.value())))
                        : Optional.empty();
            }

            @Override
            @SuppressWarnings("unchecked") // what it emits are whole numbers
            public Optional<MapTask.ByKey> counted() {
                if (!(mapper instanceof Counting<?, ?> counting)) {
                    return Optional.empty();
                }
                V one = (V) (Long) 1L;
                return Optional.of(new MapTask.ByKey(FunctionBody.of(counting.key()), side.counter(one)));
            }

            @Override
            @SuppressWarnings("unchecked") // they are what the mapper's functions give
            public Optional<BlockStage> ofLines() {
                MapSide<Object, Object> any = (MapSide<Object, Object>) side;
                if (mapper instanceof Counting<?, ?> counting) {
                    return TextFunction.of(counting.key())
                            .map(key -> new TextStage.Keyed<>(key, line -> 1L, any, this));
                }
                if (mapper instanceof Keyed<?, ?, ?> keyed) {
                    return TextFunction.of(keyed.key()).flatMap(key -> TextFunction.of(keyed.value())
                            .map(value -> new TextStage.Keyed<>(key, value, any, this)));
                }
                return TextMapper.of(mapper)
                        .map(texts -> new TextStage.Mapped(texts, any, (Mapper<Object, Object, Object>) mapper, this));
            }

            @Override
            public RowStore<Object>.@Nullable Piece newPiece(int split) {
                return null;
            }

            @Override
            public void begin(int split, RowStore<Object>.@Nullable Piece piece) {}

            @Override
            public void end() {}

            @Override
            public void done(int split) {}

            @Override
            public void check() {
                side.check();
            }

            @Override
            public long taken() {
                return side.emitted();
            }
        };
    }

    /** Writes each element as a row of its split. */
    static MapTask.Tail rows(List<RowStore<Object>.Section> splits) {
        return new MapTask.Tail() {
            private final Map<Integer, RowStore<Object>.Writer> writers = new HashMap<>();
            private RowStore<Object>.@Nullable Writer rows;
            private long taken;

            @Override
            public void accept(Object element) {
                if (element == null) {
                    throw new JobException("a step made null of the line: filter(...) it out");
                }
                requireLasting(element);
                if (rows != null) {
                    rows.add(element);
                    taken++;
                }
            }

            @Override
            public RowStore<Object>.Piece newPiece(int split) {
                return splits.get(split).newPiece();
            }

            @Override
            public void begin(int split, RowStore<Object>.@Nullable Piece piece) {
                RowStore<Object>.Piece next = Objects.requireNonNull(piece);
                // Who read a split to its end may then map what comes before.
                rows = writers.compute(
                        split,
                        (number, before) -> before != null && before.isBefore(next)
                                ? before
                                : splits.get(number).newWriter());
                rows.begin(next);
            }

            @Override
            public void end() {
                if (rows != null) {
                    rows.end();
                }
            }

            @Override
            public void done(int split) {
                splits.get(split).close();
            }

            @Override
            public void check() {}

            @Override
            public long taken() {
                return taken;
            }
        };
    }
}
