package dev.mayfly.engine.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Pairs of keys that are met too seldom to have a place in the processor's caches, one behind the other for each
 * partition. To write them costs what it costs to write memory in sequence, where a table that is larger than the caches
 * costs a wait for memory a pair, or several; a partition of them fits the caches when it is added up (as in the
 * partitioned aggregation of Müller et al., "Cache-Efficient Aggregation: Hashing Is Sorting", SIGMOD 2015).
 *
 * <p>A pair is its key's place (8 bytes), the key's length and the number of bytes of the value (4), these bytes, the
 * least first, and the key. Pairs lie in chunks, and chunks in arrays so large that in a heap of up to 8 GB the G1
 * collector does not move them. Used by one thread, then read by many.
 */
final class ColdLog {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** A slab and its header are a little less than 4 MB: regions of the G1 collector are of a power of two of bytes. */
    private static final int CHUNK = (1 << 14) - 64;

    private static final int SLAB_BITS = 8;
    private static final int SLAB_MASK = (1 << SLAB_BITS) - 1;
    private static final int NONE = -1;

    private static final int HEADER = 8;
    private static final int BITS = 12;
    private static final int LENGTH_BITS = 28;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;
    /** Of a pair, besides its key, while it is written. */
    private static final int ROOM = BITS + Long.BYTES;

    /** The longest key that it takes. */
    static final int LONGEST_KEY = 1 << 10;

    private final int partitionBits;
    private byte[][] slabs = new byte[4][];
    private int slabCount;
    /** By chunk: the next of the same partition, or of those that are free. */
    private int[] following = new int[0];
    /** By chunk: where its pairs end in its slab. */
    private int[] ends = new int[0];

    private int free = NONE;
    /** Chunks that are not free. */
    private int taken;

    private long pairBytes;

    /** By partition. */
    private final int[] first;

    private final int[] last;
    private final byte[][] slab;
    private final int[] at;
    private final int[] limit;

    /** @param partitionBits the logarithm of the number of partitions */
    ColdLog(int partitionBits) {
        this.partitionBits = partitionBits;
        int partitions = 1 << partitionBits;
        this.first = new int[partitions];
        this.last = new int[partitions];
        this.slab = new byte[partitions][];
        this.at = new int[partitions];
        this.limit = new int[partitions];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
    }

    /**
     * Adds a pair.
     *
     * @param length of the key, at most {@link #LONGEST_KEY}
     */
    void add(long place, long bits, byte[] key, int offset, int length) {
        int partition = Runs.partition(place, partitionBits);
        if (limit[partition] - at[partition] < ROOM + length) {
            newChunk(partition);
        }
        byte[] to = slab[partition];
        int start = at[partition];
        int bytes = (Long.SIZE + Byte.SIZE - 1 - Long.numberOfLeadingZeros(bits)) / Byte.SIZE;
        LONGS.set(to, start, place);
        INTS.set(to, start + HEADER, bytes << LENGTH_BITS | length);
        LONGS.set(to, start + BITS, bits);
        System.arraycopy(key, offset, to, start + BITS + bytes, length);
        at[partition] = start + BITS + bytes + length;
        pairBytes += BITS + bytes + length;
    }

    private void newChunk(int partition) {
        if (free == NONE) {
            newSlab();
        }
        int chunk = free;
        free = following[chunk];
        following[chunk] = NONE;
        if (last[partition] == NONE) {
            first[partition] = chunk;
        } else {
            ends[last[partition]] = at[partition];
            following[last[partition]] = chunk;
        }
        last[partition] = chunk;
        slab[partition] = slabs[chunk >>> SLAB_BITS];
        at[partition] = start(chunk);
        limit[partition] = at[partition] + CHUNK;
        taken++;
    }

    private static int start(int chunk) {
        return (chunk & SLAB_MASK) * CHUNK;
    }

    private void newSlab() {
        if (slabCount == slabs.length) {
            slabs = Arrays.copyOf(slabs, 2 * slabCount);
        }
        slabs[slabCount] = new byte[CHUNK << SLAB_BITS];
        int begin = slabCount++ << SLAB_BITS;
        int end = slabCount << SLAB_BITS;
        following = Arrays.copyOf(following, end);
        ends = Arrays.copyOf(ends, end);
        for (int chunk = end - 1; chunk >= begin; chunk--) {
            following[chunk] = free;
            free = chunk;
        }
    }

    /** Adds the pairs of a partition to a table and its column. */
    void addTo(int partition, KeyTable table, Primitives<?> column) {
        for (int chunk = first[partition]; chunk != NONE; chunk = following[chunk]) {
            int end = chunk == last[partition] ? at[partition] : ends[chunk];
            addTo(slabs[chunk >>> SLAB_BITS], start(chunk), end, table, column);
        }
    }

    /** Adds all pairs to a table and its column. */
    void addTo(KeyTable table, Primitives<?> column) {
        for (int partition = 0; partition < first.length; partition++) {
            addTo(partition, table, column);
        }
    }

    private static void addTo(byte[] from, int begin, int end, KeyTable table, Primitives<?> column) {
        int next = begin;
        while (next < end) {
            int header = (int) INTS.get(from, next + HEADER);
            int bytes = header >>> LENGTH_BITS;
            int length = header & LENGTH_MASK;
            // A shift by 64 is one by 0.
            long bits = bytes == 0 ? 0 : (long) LONGS.get(from, next + BITS) & (-1L >>> -(bytes * Byte.SIZE));
            int key = next + BITS + bytes;
            int number = table.number(from, key, length, (long) LONGS.get(from, next));
            column.addBits(number, table.added(), bits);
            next = key + length;
        }
    }

    /**
     * Adds up the pairs of each key, so that there is one left of each.
     *
     * @param sums an empty column
     * @param table gets what has become too large for a pair
     * @param control may stop it
     */
    void compact(Summed<?> sums, KeyTable table, Summed<?> column, JobControl control) {
        KeyTable keys = new KeyTable();
        pairBytes = 0;
        for (int partition = 0; partition < first.length; partition++) {
            control.check();
            addTo(partition, keys, sums);
            release(partition);
            addAll(keys, sums, table, column);
            keys.clear();
            sums.clear();
        }
    }

    /** Adds the sums of some keys: to the log, or to a table where they are too large for a pair. */
    private void addAll(KeyTable keys, Summed<?> sums, KeyTable table, Summed<?> column) {
        for (int number = 0; number < keys.count(); number++) {
            byte[] bytes = keys.bytes(number);
            int start = keys.start(number);
            int length = keys.length(number);
            if (sums.isBits(number)) {
                add(keys.place(number), sums.bitsOf(number), bytes, start, length);
            } else {
                int other = table.number(bytes, start, length, keys.place(number));
                column.addAll(other, table.added(), sums, number);
            }
        }
    }

    /** Forgets the pairs of a partition, and keeps the room. */
    private void release(int partition) {
        int chunk = first[partition];
        while (chunk != NONE) {
            int next = following[chunk];
            following[chunk] = free;
            free = chunk;
            taken--;
            chunk = next;
        }
        first[partition] = NONE;
        last[partition] = NONE;
        at[partition] = 0;
        limit[partition] = 0;
    }

    /** Bytes of the pairs themselves. */
    long pairBytes() {
        return pairBytes;
    }

    /** Bytes of the chunks that have pairs. */
    long takenBytes() {
        return (long) CHUNK * taken;
    }

    /** Heap that it takes. */
    long heapBytes() {
        return (long) slabCount * (CHUNK << SLAB_BITS);
    }
}
