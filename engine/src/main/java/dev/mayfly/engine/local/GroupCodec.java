package dev.mayfly.engine.local;

import dev.mayfly.engine.Pair;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.RowStore;

/**
 * The rows of a job that groups: the key as it is in tables and runs, then what was computed for it, behind a byte that says
 * what it is. Numbers are written here, and not by the codec of values: a codec that is asked for keys alone is compiled once.
 */
final class GroupCodec<K> implements Codec<Pair<K, Object>> {
    private static final int OTHER = 0;
    private static final int LONG = 1;
    private static final int INTEGER = 2;
    private static final int DOUBLE = 3;
    /** A number takes at most so many bytes when it is packed. */
    private static final int NUMBER = 11;

    private final Codec<K> keys;
    private final Codec<Object> values;

    GroupCodec(Codec<K> keys, Codec<Object> values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public void write(Pair<K, Object> row, PackedOutput out) {
        keys.write(row.key(), out);
        writeValue(row.value(), out);
    }

    private void writeValue(Object value, PackedOutput out) {
        if (value instanceof Long number) {
            out.writeByte(LONG);
            out.writeZigzag(number);
        } else if (value instanceof Integer number) {
            out.writeByte(INTEGER);
            out.writeZigzag(number);
        } else if (value instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeFixed64(Double.doubleToRawLongBits(number));
        } else {
            out.writeByte(OTHER);
            values.write(value, out);
        }
    }

    private Object readValue(PackedInput in) {
        return switch (in.readByte()) {
            case LONG -> (Object) in.readZigzag();
            case INTEGER -> (int) in.readZigzag();
            case DOUBLE -> Double.longBitsToDouble(in.readFixed64());
            default -> values.read(in);
        };
    }

    @Override
    public Pair<K, Object> read(PackedInput in) {
        K key = keys.read(in);
        return new Pair<>(key, readValue(in));
    }

    @Override
    public void skip(PackedInput in) {
        keys.skip(in);
        readValue(in);
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
                    writeValue(number, out);
                    writer.endPacked();
                } else {
                    K read = keys.read(input.reset(key, offset, length));
                    writer.add(new Pair<>(read, number), length + NUMBER);
                }
            }
        };
    }
}
