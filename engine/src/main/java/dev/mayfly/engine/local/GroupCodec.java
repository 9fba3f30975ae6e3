package dev.mayfly.engine.local;

import dev.mayfly.engine.Pair;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.RowStore;

/** The rows of a job that groups: the key as it is in tables and runs, and what was computed for it. */
final class GroupCodec<K> implements Codec<Pair<K, Object>> {
    /** A number takes at most so many bytes when it is packed, and what says what it is. */
    private static final int NUMBER = 16;

    private final Codec<K> keys;
    private final Codec<Object> values;

    GroupCodec(Codec<K> keys, Codec<Object> values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public void write(Pair<K, Object> row, PackedOutput out) {
        keys.write(row.key(), out);
        values.write(row.value(), out);
    }

    @Override
    public Pair<K, Object> read(PackedInput in) {
        K key = keys.read(in);
        return new Pair<>(key, values.read(in));
    }

    @Override
    public void skip(PackedInput in) {
        keys.skip(in);
        values.skip(in);
    }

    /** Hands rows over to a writer of rows that have this codec. */
    ReduceSide.RowTaker<K> into(RowStore<Pair<K, Object>>.Writer writer) {
        return new ReduceSide.RowTaker<>() {
            private final PackedInput input = new PackedInput();

            @Override
            public void take(Pair<K, Object> row) {
                writer.add(row);
            }

            @Override
            public void take(byte[] key, int offset, int length, Object number) {
                if (writer.wantsPacked()) {
                    PackedOutput out = writer.packed();
                    out.writeBytes(key, offset, length);
                    values.write(number, out);
                    writer.endPacked();
                } else {
                    K read = keys.read(input.reset(key, offset, length));
                    writer.add(new Pair<>(read, number), length + NUMBER);
                }
            }
        };
    }
}
