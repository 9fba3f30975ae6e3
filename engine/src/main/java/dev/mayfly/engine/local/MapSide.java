package dev.mayfly.engine.local;

import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.SpillException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread's mappers emit, combined by key in a table. A table that has grown to its share of memory is written
 * out as a sorted run, and begun anew.
 */
final class MapSide<K, V> implements Emitter<K, V> {
    private final Codec<K> keys;
    private final @Nullable Codec<Object> distinctValues;
    private final Column<? super V> column;
    private final Runs runs;
    private final long mostBytes;
    private final KeyTable table = new KeyTable();
    private final PackedOutput scratch = new PackedOutput(256);
    private long emitted;
    private long checkAt = CHECK;
    private @Nullable RuntimeException fault;

    /** A table's size is looked at when so many values have been added, since a column can grow without a new key. */
    private static final int CHECK = 256;

    /**
     * @param distinctValues how values become part of keys, where the distinct ones are counted
     * @param mostBytes the heap that the table may take
     */
    MapSide(
            Codec<K> keys,
            @Nullable Codec<Object> distinctValues,
            Column<? super V> column,
            Runs runs,
            long mostBytes) {
        this.keys = keys;
        this.distinctValues = distinctValues;
        this.column = column;
        this.runs = runs;
        this.mostBytes = mostBytes;
    }

    @Override
    public void emit(K key, V value) {
        if (key == null || value == null) {
            throw failed(new JobException("a null " + (key == null ? "key" : "value")
                    + " was emitted: leave it out, or emit something that stands for it"));
        }
        try {
            add(key, value);
        } catch (RuntimeException e) {
            throw failed(e);
        } catch (Exception e) {
            throw failed(new UserFault(e));
        }
        emitted++;
    }

    private void add(K key, V value) throws Exception {
        scratch.clear();
        int number = distinctValues == null ? plainKey(key) : distinctKey(key, value, distinctValues);
        boolean isNew = table.added();
        if (!isNew && column.isFull(number)) {
            number = table.renumber(number);
            isNew = true;
        }
        column.add(number, isNew, value);
        if (--checkAt <= 0) {
            checkAt = CHECK;
            if (table.heapBytes() + column.heapBytes() > mostBytes) {
                runs.spill(table, column);
                table.clear();
                column.clear();
            }
        }
    }

    private int plainKey(K key) {
        keys.write(key, scratch);
        byte[] bytes = scratch.array();
        int length = scratch.length();
        return table.number(bytes, 0, length, KeyTable.hash(bytes, 0, length));
    }

    /** The key's length, the key, and the value; sorted with all others of its key. */
    private int distinctKey(K key, V value, Codec<Object> values) {
        keys.write(key, scratch);
        int keyLength = scratch.length();
        long keyHash = KeyTable.hash(scratch.array(), 0, keyLength);
        values.write(Objects.requireNonNull(value), scratch);
        scratch.writeFixed32(keyLength);
        byte[] bytes = scratch.array();
        int length = scratch.length();
        long place = DistinctFold.place(keyHash, KeyTable.hash(bytes, 0, length));
        return table.number(bytes, 0, length, place);
    }

    private RuntimeException failed(RuntimeException e) {
        // Kept, so that a function of the user that catches everything cannot lose a value in silence.
        fault = e instanceof SpillException ? new JobException(Objects.toString(e.getMessage(), ""), e) : e;
        return fault;
    }

    /** Fails if emitting has failed. */
    void check() {
        if (fault != null) {
            throw fault;
        }
    }

    long emitted() {
        return emitted;
    }

    /** Hands over what is in the table. */
    void finish() {
        runs.keep(table, column);
    }

    /** A function of the user that was called to combine values threw a checked exception. */
    static final class UserFault extends RuntimeException {
        private static final long serialVersionUID = 1;

        UserFault(Throwable cause) {
            super(cause);
        }
    }
}
