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
    private final @Nullable Deferrable<? super V> deferrable;
    private final Runs runs;
    private final long mostBytes;
    private final KeyTable table = new KeyTable();
    private final KeyBatch batch = new KeyBatch();
    private long emitted;
    private int checkIn = CHECK;
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
        this.deferrable = column instanceof Deferrable<? super V> some ? some : null;
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
            long place = write(key, value);
            if (deferrable == null || !deferrable.canWait(value)) {
                add(place, value);
            } else if (batch.add(place, deferrable.bits(value))) {
                addBatch(deferrable);
            }
        } catch (RuntimeException e) {
            batch.abandon();
            throw failed(e);
        } catch (Exception e) {
            throw failed(new UserFault(e));
        }
        emitted++;
    }

    /** Writes the key behind those of the batch; its place. */
    private long write(K key, V value) {
        PackedOutput to = batch.keys();
        int start = batch.start();
        keys.write(key, to);
        long place = KeyTable.hash(to.array(), start, to.length() - start);
        return distinctValues == null ? place : distinctPlace(place, value, distinctValues);
    }

    /** Makes an entry of the key, the value, and the key's length, which is sorted with all others of its key. */
    private long distinctPlace(long keyPlace, V value, Codec<Object> values) {
        PackedOutput to = batch.keys();
        int start = batch.start();
        int keyLength = to.length() - start;
        values.write(Objects.requireNonNull(value), to);
        to.writeFixed32(keyLength);
        return DistinctFold.place(keyPlace, KeyTable.hash(to.array(), start, to.length() - start));
    }

    private void add(long place, V value) throws Exception {
        PackedOutput key = batch.keys();
        int number = table.number(key.array(), batch.start(), key.length() - batch.start(), place);
        boolean isNew = table.added();
        if (!isNew && column.isFull(number)) {
            number = table.renumber(number);
            isNew = true;
        }
        batch.abandon();
        column.add(number, isNew, value);
        checkSize(1);
    }

    private void addBatch(Deferrable<? super V> to) {
        batch.addTo(table, to);
        checkSize(KeyBatch.SIZE);
    }

    private void checkSize(int more) {
        checkIn -= more;
        if (checkIn <= 0) {
            checkIn = CHECK;
            if (table.heapBytes() + column.heapBytes() > mostBytes) {
                runs.spill(table, column);
                table.clear();
                column.clear();
            }
        }
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
        if (deferrable != null) {
            addBatch(deferrable);
        }
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
