package dev.mayfly.engine.local;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.Spaces;
import dev.mayfly.engine.spill.SpillSpace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One aggregate's map sides and reduce side, as a job has them, without inputs and threads, on a fake disk. */
final class Pipeline<K, V> implements AutoCloseable {
    private final SpillSpace space;
    private final JobControl control = new JobControl("here");
    private final Runs runs;
    private final Codec<K> keys;
    private final Kind<V> kind;
    private final List<MapSide<K, V>> sides = new ArrayList<>();

    /**
     * @param sides how many map sides there are, one for each thread of a job
     * @param budget bytes for blocks and rows
     * @param tableBytes bytes for a map side's table
     * @param bits the logarithm of the number of partitions
     */
    Pipeline(Aggregate<K, V, ?> aggregate, int sides, long budget, long tableBytes, int bits) {
        this(aggregate, sides, Spaces.withBudget(budget), tableBytes, bits);
    }

    /** @param space closed with this */
    Pipeline(Aggregate<K, V, ?> aggregate, int sides, SpillSpace space, long tableBytes, int bits) {
        this(aggregate, sides, space, MapSide.Memory.of(tableBytes), bits);
    }

    /** @param space closed with this */
    Pipeline(Aggregate<K, V, ?> aggregate, int sides, SpillSpace space, MapSide.Memory memory, int bits) {
        this.space = space;
        long tableBytes = memory.mostBytes();
        runs = new Runs(space.store(), bits, tableBytes / 2, control);
        keys = space.codecs().keys();
        kind = Kind.of(aggregate, space.codecs().values(), space, tableBytes);
        Codec<Object> distinct = space.codecs().keys();
        for (int i = 0; i < sides; i++) {
            this.sides.add(new MapSide<>(
                    keys, kind.distinct() ? distinct : null, kind.column().get(), runs, memory));
        }
    }

    void emit(int side, K key, V value) {
        sides.get(side).emit(key, value);
    }

    /** The same of a key that is a text of Latin-1, and no {@code String}. */
    void emitText(int side, String key, V value) {
        byte[] bytes = ("before" + key + "behind".repeat(Fields.SLACK)).getBytes(StandardCharsets.ISO_8859_1);
        sides.get(side).emitText(bytes, 6, key.length(), value);
    }

    /** What may stop who works. */
    JobControl control() {
        return control;
    }

    /** What one thread's mappers emit to. */
    MapSide<K, V> side(int number) {
        return sides.get(number);
    }

    /** The result of each key, in the order of the rows. */
    Map<K, Object> results() {
        sides.forEach(MapSide::finish);
        ReduceSide<K> side = new ReduceSide<>(keys, runs, kind.fold().get(), control);
        GroupCodec<K> codec = new GroupCodec<>(keys, space.codecs().values());
        try (RowStore<Pair<K, Object>> rows = space.newRows(codec)) {
            for (int partition = 0; partition < runs.partitions(); partition++) {
                try (RowStore<Pair<K, Object>>.Writer out = rows.newWriter()) {
                    if (kind.distinct()) {
                        side.countDistinct(partition, codec.into(out));
                    } else {
                        side.reduce(partition, codec.into(out));
                    }
                }
                runs.release(partition);
            }
            Map<K, Object> results = new LinkedHashMap<>();
            try (Stream<Pair<K, Object>> all = rows.stream()) {
                all.forEach(row -> {
                    if (results.put(row.key(), row.value()) != null) {
                        throw new AssertionError("two rows of key " + row.key());
                    }
                });
            }
            return results;
        }
    }

    long spilledBytes() {
        return space.spilledBytes();
    }

    @Override
    public void close() {
        space.close();
    }
}
