package dev.mayfly.engine.spill;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one key, as bytes, in the form that suits them. Few bytes are just kept. Beyond that it counts
 * how often each value occurs: many values are often the same few over and over, and then memory is a matter of the
 * distinct ones (the idea of a counted multiset). When the counts do not pay, because most values differ, it packs the
 * values into blocks, which spill, unless somebody keeps the values anyway: then it leaves them there. For one thread.
 */
public final class MagicListBuilder<V> {
    /** Counting pays when a value occurs this often on average. */
    private static final int LEAST_REPEATS = 4;

    private static final int BYTES_PER_VALUE = 32;
    private static final int TABLE_BYTES_PER_VALUE = 96;

    /**
     * When the form changes.
     *
     * @param smallBytes up to this size values are neither counted nor charged to the budget
     * @param smallTable so many values are counted without a charge
     * @param largeTable so many where the budget grants it
     */
    record Limits(int smallBytes, int smallTable, int largeTable) {}

    static final Limits LIMITS = new Limits(BlockStore.BLOCK_BYTES, 1 << 12, 1 << 16);

    private final SpillSpace space;
    private final Codec<V> codec;
    private final Limits limits;
    private final PackedOutput small = new PackedOutput(32);
    private final PackedInput in = new PackedInput();
    private @Nullable CountTable counts;
    private @Nullable RecordAppender counted;
    private @Nullable RecordAppender plain;
    private @Nullable PackedSource source;
    private boolean left;
    private int largestTable;
    private long reserved;
    private long size;
    private boolean uniform = true;

    MagicListBuilder(SpillSpace space, Codec<V> codec, Limits limits) {
        this.space = space;
        this.codec = codec;
        this.limits = limits;
    }

    /** Says that somebody keeps all values that are added, until the list is closed. */
    public MagicListBuilder<V> keptBy(PackedSource keeper) {
        source = keeper;
        return this;
    }

    /** Adds a value. */
    public void add(V value) {
        PackedOutput out = plain != null ? plain.out() : small;
        int start = out.length();
        codec.write(value, out);
        int length = out.length() - start;
        noteType(out.array(), start, length);
        size++;
        if (plain != null) {
            plain.end();
        } else if (left) {
            small.clear();
        } else if (counts != null) {
            count(counts, out.array(), start, length, 1);
            small.clear();
        } else if (small.length() > limits.smallBytes()) {
            startCounting();
        }
    }

    /** Adds a value that the codec of this builder has written. */
    public void addEncoded(byte[] from, int offset, int length) {
        noteType(from, offset, length);
        size++;
        if (plain != null) {
            plain.out().writeBytes(from, offset, length);
            plain.end();
        } else if (counts != null) {
            count(counts, from, offset, length, 1);
        } else if (!left) {
            small.writeBytes(from, offset, length);
            if (small.length() > limits.smallBytes()) {
                startCounting();
            }
        }
    }

    /** Adds a number of values that the codec of this builder has written, one behind another. */
    public void addEncoded(byte[] from, int offset, int length, long count) {
        if (left) {
            noteTypes(from, offset, length);
            size += count;
        } else if (counts == null && plain == null && small.length() + length <= limits.smallBytes()) {
            small.writeBytes(from, offset, length);
            noteTypes(from, offset, length);
            size += count;
        } else if (plain != null) {
            plain.out().writeBytes(from, offset, length);
            plain.end();
            noteTypes(from, offset, length);
            size += count;
        } else {
            in.reset(from, offset, length);
            while (in.remaining() > 0) {
                int start = in.position();
                codec.skip(in);
                int one = in.position() - start;
                int times = repeats(from, start, one, offset + length);
                in.skip((times - 1) * one);
                addRepeated(from, start, one, times);
            }
        }
    }

    private void addRepeated(byte[] from, int offset, int length, int times) {
        for (int left = times; left > 0; left--) {
            if (counts != null) {
                noteType(from, offset, length);
                size += left;
                count(counts, from, offset, length, left);
                return;
            }
            addEncoded(from, offset, length);
        }
    }

    /** How many times the bytes of a value stand there, one time behind another: the same value each time. */
    private static int repeats(byte[] from, int start, int length, int end) {
        int equal = Arrays.mismatch(from, start, end - length, from, start + length, end);
        return 1 + (equal < 0 ? end - length - start : equal) / length;
    }

    /** How many values were added. */
    public long size() {
        return size;
    }

    /** The list of all values added. The builder must not be used any more. */
    public PackedMagicList<V> build() {
        if (counts != null) {
            dump(counts);
            counts = null;
        }
        space.budget().release(reserved);
        reserved = 0;
        PackedValues<V> values = new PackedValues<>(
                codec,
                uniform,
                small,
                counted == null ? null : flushed(counted),
                plain == null ? null : flushed(plain),
                left ? source : null);
        return new PackedMagicList<>(space, values, size);
    }

    private static BlockGroup flushed(RecordAppender appender) {
        appender.flush();
        return appender.group();
    }

    private void noteType(byte[] from, int offset, int length) {
        uniform = uniform && codec instanceof AdaptiveCodec<V> adaptive && adaptive.isBare(from, offset, length);
    }

    private void noteTypes(byte[] from, int offset, int length) {
        in.reset(from, offset, length);
        while (uniform && in.remaining() > 0) {
            int start = in.position();
            codec.skip(in);
            int one = in.position() - start;
            noteType(from, start, one);
            in.skip((repeats(from, start, one, offset + length) - 1) * one);
        }
    }

    private void startCounting() {
        long charge = (long) limits.largeTable() * TABLE_BYTES_PER_VALUE;
        boolean granted = space.budget().tryReserve(charge);
        reserved = granted ? charge : 0;
        largestTable = granted ? limits.largeTable() : limits.smallTable();
        CountTable table = new CountTable();
        counts = table;
        byte[] kept = small.toByteArray();
        small.clear();
        PackedInput values = new PackedInput(kept);
        while (values.remaining() > 0) {
            int start = values.position();
            codec.skip(values);
            int length = values.position() - start;
            if (plain != null) {
                plain.out().writeBytes(kept, start, length);
                plain.end();
            } else if (!left) {
                count(table, kept, start, length, 1);
            }
        }
    }

    private void count(CountTable table, byte[] from, int offset, int length, long times) {
        table.add(from, offset, length, times);
        if (table.distinct() < largestTable && table.bytes() < largestTable * BYTES_PER_VALUE) {
            return;
        }
        boolean pays = table.total() >= (long) LEAST_REPEATS * table.distinct();
        if (pays) {
            dump(table);
            return;
        }
        counts = null;
        space.budget().release(reserved);
        reserved = 0;
        if (source != null) {
            left = true;
            if (counted != null) {
                counted.group().release();
                counted = null;
            }
        } else {
            dump(table);
            plain = new RecordAppender(space.store().newGroup(), BlockStore.BLOCK_BYTES);
        }
    }

    private void dump(CountTable table) {
        if (counted == null) {
            counted = new RecordAppender(space.store().newGroup(), BlockStore.BLOCK_BYTES);
        }
        table.writeTo(counted);
        table.clear();
    }
}
