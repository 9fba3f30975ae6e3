package dev.mayfly.engine.local;

import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.SpillException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one thread's mappers emit, combined by key in a table. Where only sums of a key are asked for, a table that has
 * outgrown the processor's caches takes no more keys, but very long ones: their pairs go to a log. What has grown to its share of memory is
 * written out as sorted runs, and begun anew.
 */
final class MapSide<K, V> implements Emitter<K, V> {
    private final Codec<K> keys;
    private final @Nullable Codec<Object> distinctValues;
    private final Column<? super V> column;
    private final @Nullable Deferrable<? super V> deferrable;
    private final Runs runs;
    private final Memory memory;
    /** The column, where there may be a log. */
    private final @Nullable Summed<?> summed;

    private @Nullable ColdLog log;
    /** A log of so many bytes is made shorter. */
    private long longestLog;
    /** A table of so many bytes takes no more keys where there can be a log. */
    private long largestTable;

    private final KeyTable table = new KeyTable();
    private final KeyBatch batch = new KeyBatch();
    private long emitted;
    private int checkIn = CHECK;
    /** Whether the table is so small that it answers soon. */
    private boolean isNear;

    private int nearHits;
    /** So many checks of the size later it is tried again whether keys are in the table; then twice as many, if they are not. */
    private int checksLeft;

    private int checksApart = CHECKS_APART;

    /** Whether short texts are packed in the known way. */
    private boolean isOfTexts;

    private @Nullable RuntimeException fault;

    /** A table's size is looked at when so many values have been added, since a column can grow without a new key. */
    private static final int CHECK = 256;

    private static final int CHECKS_APART = 64;
    private static final int MOST_APART = 1 << 14;

    /** A table of such a share of what may be hot answers at once. */
    private static final int NEAR_SHARE = 3;

    /** A log that was made shorter may grow so many times longer before it is again. */
    private static final int LOG_GROWTH = 3;

    /** Keys that occur so often in a log, on average, are better in the table. */
    private static final int LEAST_REPEATS = 8;

    private static final int TABLE_GROWTH = 3;

    /**
     * @param distinctValues how values become part of keys, where the distinct ones are counted
     */
    MapSide(Codec<K> keys, @Nullable Codec<Object> distinctValues, Column<? super V> column, Runs runs, Memory memory) {
        this.keys = keys;
        this.distinctValues = distinctValues;
        this.column = column;
        this.deferrable = column instanceof Deferrable<? super V> some ? some : null;
        this.runs = runs;
        this.memory = memory;
        this.summed = column instanceof Summed<?> sums && memory.logBytes() > 0 ? sums : null;
        this.longestLog = memory.logBytes();
        this.largestTable = memory.hotBytes();
    }

    /**
     * The heap that a map side may take.
     *
     * @param mostBytes of all it has
     * @param hotBytes of a table that may take more keys, where there can be a log
     * @param cacheBytes of a table that may take the keys of a log, where these turn out to be few
     * @param logBytes of a log that is not made shorter yet; 0 where there is to be none
     */
    record Memory(long mostBytes, long hotBytes, long cacheBytes, long logBytes) {
        /** About what one thread has of the processor's caches for itself, and of the last of them. */
        private static final long HOT = 3L << 18;

        private static final long CACHE = 8L << 20;
        private static final long LOG = 32L << 20;

        /** With less, tables are written out soon. */
        private static final long LEAST = 2 * LOG;

        /** As fits the whole. */
        static Memory of(long mostBytes) {
            return new Memory(mostBytes, HOT, CACHE, mostBytes < LEAST ? 0 : LOG);
        }
    }

    @Override
    public void emit(K key, V value) {
        if (key == null || value == null) {
            throw failed(new JobException("a null " + (key == null ? "key" : "value")
                    + " was emitted: leave it out, or emit something that stands for it"));
        }
        try {
            if (isNear && addNear(key, value)) {
                emitted++;
                return;
            }
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

    /** Adds a value at once to a key that is found soon; false where it is not, or must be written. */
    private boolean addNear(K key, V value) throws Exception {
        byte[] text = keys.shortText(key);
        if (text == null || text.length > KeyTable.LONGEST_NEAR) {
            return false;
        }
        int head = Codec.shortTextHead(text.length);
        int number = table.near(KeyTable.hash(head, text), head, text);
        if (number < 0 || column.isFull(number)) {
            return false;
        }
        if (deferrable != null && deferrable.canWait(value)) {
            deferrable.addBits(number, false, deferrable.bits(value));
        } else {
            column.add(number, false, value);
        }
        nearHits++;
        checkSize(1);
        return true;
    }

    /**
     * Emits a text as a key, as if it were a {@code String}; K is {@code String}, or above it.
     *
     * @param bytes its characters are some of these, which are Latin-1
     * @param offset of the first; behind the last the array has {@value Fields#SLACK} bytes more
     */
    @SuppressWarnings("unchecked") // a String is a K
    void emitText(byte[] bytes, int offset, int count, V value) {
        Deferrable<? super V> to = deferrable == null || !deferrable.canWait(value) ? null : deferrable;
        if (!isOfTexts || (to == null && (!isNear || count > KeyTable.LONGEST_NEAR))) {
            emit((K) new String(bytes, offset, count, StandardCharsets.ISO_8859_1), value);
            return;
        }
        try {
            if (count > KeyTable.LONGEST_NEAR) {
                emitLongText(bytes, offset, count, Objects.requireNonNull(to), value);
                return;
            }
            int head = Codec.shortTextHead(count);
            long first = head | KeyTable.within(bytes, offset, count) << Byte.SIZE;
            long second = KeyTable.within(bytes, offset + Long.BYTES - 1, count - (Long.BYTES - 1));
            long third = KeyTable.within(bytes, offset + 2 * Long.BYTES - 1, count - (2 * Long.BYTES - 1));
            long place = KeyTable.hash(count, first, second, third);
            int number = isNear ? table.near(place, count, first, second, third) : -1;
            if (number >= 0 && !column.isFull(number)) {
                if (to == null) {
                    column.add(number, false, value);
                } else {
                    to.addBits(number, false, to.bits(value));
                }
                nearHits++;
                checkSize(1);
            } else if (to == null) {
                emit((K) new String(bytes, offset, count, StandardCharsets.ISO_8859_1), value);
                return;
            } else {
                batch.keys().writeByte(head);
                batch.keys().writeBytes(bytes, offset, count);
                if (batch.add(place, to.bits(value))) {
                    addBatch(to);
                }
            }
        } catch (RuntimeException e) {
            batch.abandon();
            throw failed(e);
        } catch (Exception e) {
            throw failed(new UserFault(e));
        }
        emitted++;
    }

    /** Emits each text that it takes as a key of a value: {@link #emitText}. */
    Fields.Taker counter(V one) {
        // A class, where a lambda is a method more that is compiled with all that it calls.
        return new Fields.Taker() {
            @Override
            public void take(byte[] bytes, int offset, int count) {
                emitText(bytes, offset, count, one);
            }
        };
    }

    private void emitLongText(byte[] bytes, int offset, int count, Deferrable<? super V> to, V value) {
        PackedOutput key = batch.keys();
        int start = batch.start();
        Codec.writeText(bytes, offset, count, key);
        if (batch.add(KeyTable.hash(key.array(), start, key.length() - start), to.bits(value))) {
            addBatch(to);
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
        batch.addTo(table, to, log);
        checkSize(KeyBatch.SIZE);
    }

    private void checkSize(int more) {
        checkIn -= more;
        if (checkIn <= 0) {
            checkIn = CHECK;
            checkSize();
        }
    }

    private void checkSize() {
        runs.control().check();
        isNear = looksNear();
        isOfTexts = distinctValues == null && keys.isOfTexts();
        long held = table.heapBytes() + column.heapBytes();
        if (summed != null) {
            held += checkLog(summed, held);
        }
        if (held > memory.mostBytes()) {
            spill();
        }
    }

    /**
     * Whether to look for the next keys at once, unless few of the last were there: in a small table, or in one beside a log,
     * where some keys are met much more often than others.
     */
    private boolean looksNear() {
        if (isNear && nearHits < CHECK / 2) {
            checksLeft = checksApart;
            checksApart = Math.min(2 * checksApart, MOST_APART);
        } else if (isNear) {
            checksApart = CHECKS_APART;
        } else if (checksLeft > 0) {
            checksLeft--;
        }
        nearHits = 0;
        return checksLeft == 0
                && distinctValues == null
                && (log != null || table.heapBytes() <= memory.hotBytes() / NEAR_SHARE);
    }

    /** Begins a log, or makes it shorter, where it is time; the heap that it takes. */
    private long checkLog(Summed<?> sums, long held) {
        ColdLog cold = log;
        if (cold == null) {
            log = held > largestTable ? new ColdLog(runs.bits()) : null;
            return 0;
        }
        if (cold.takenBytes() > longestLog) {
            long before = cold.pairBytes();
            cold.compact(sums.fresh(), table, sums, runs.control());
            long left = cold.pairBytes();
            if (LEAST_REPEATS * left <= before && held + TABLE_GROWTH * left <= memory.cacheBytes()) {
                cold.addTo(table, sums);
                log = null;
                largestTable = TABLE_GROWTH * (table.heapBytes() + column.heapBytes());
                return 0;
            }
            longestLog = Math.max(memory.logBytes(), LOG_GROWTH * cold.takenBytes());
        }
        return cold.heapBytes();
    }

    private void spill() {
        runs.spill(new TableRun(table, column));
        table.clear();
        column.clear();
        if (log != null && summed != null) {
            runs.spill(new LogRun(log, summed.fresh()));
            log = null;
            longestLog = memory.logBytes();
        }
        largestTable = memory.hotBytes();
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
        if (log != null && summed != null) {
            runs.add(new LogRun(log, summed.fresh()));
        }
    }

    /** A function of the user that was called to combine values threw a checked exception. */
    static final class UserFault extends RuntimeException {
        private static final long serialVersionUID = 1;

        UserFault(Throwable cause) {
            super(cause);
        }
    }
}
