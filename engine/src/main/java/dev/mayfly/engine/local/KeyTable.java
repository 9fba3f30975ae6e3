package dev.mayfly.engine.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encoded keys, numbered from 0 in the order of their arrival: open addressing over keys that lie one after the other in
 * chunks. A slot holds 32 bits of the key's hash beside its address, so that a miss costs one cache line; a key lies
 * beside its place, number and length, so that a hit costs two. Chunks are never copied: growing moves the slots alone,
 * and these without a look at the keys. Used by one thread.
 *
 * <p>Each key has a 64-bit place, by which runs are sorted and partitioned; equal keys have equal places.
 */
final class KeyTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FEWEST_SLOTS = 1 << 10;
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    private static final long LAST_FACTOR = 0xA24BAED4963EE407L;

    /** The most bytes behind the first of a key that {@link #near} is asked for. */
    static final int LONGEST_NEAR = 22;

    /** An entry: place, number, length, then the key's bytes, and zeros up to a multiple of 8. */
    private static final int NUMBER = 8;

    private static final int LENGTH = 12;
    private static final int KEY = 16;
    private static final int UNIT_BITS = 3;
    private static final int CHUNK_BITS = 18;
    private static final int CHUNK_UNIT_BITS = CHUNK_BITS - UNIT_BITS;
    private static final int UNIT_MASK = (1 << CHUNK_UNIT_BITS) - 1;
    /** The first chunks are small: most tables of a partition, and many of a job, stay so. */
    private static final int FIRST_CHUNK_BITS = 14;

    private static final int FIRST_CHUNK = 1 << FIRST_CHUNK_BITS;

    private long[] slots = new long[FEWEST_SLOTS];
    private int count;
    private int[] addresses = new int[FEWEST_SLOTS / 2];
    private byte[][] chunks = {new byte[FIRST_CHUNK]};
    private int chunkCount = 1;
    private int end;
    private long chunkBytes = FIRST_CHUNK;
    private boolean added;

    /** A well mixed hash of some bytes, by folded multiplication (as in Wang Yi's wyhash) of words that do not overlap. */
    static long hash(byte[] bytes, int offset, int length) {
        long hash = SEED + length;
        int end = offset + length;
        int at = offset;
        // Not a loop that the JVM's optimising compiler counts: it takes it that such a one goes round, and compiles
        // all
        // anew when it does not.
        while (Integer.compareUnsigned(at + Long.BYTES, end) <= 0) {
            hash = fold(hash ^ (long) LONGS.get(bytes, at), FACTOR);
            at += Long.BYTES;
        }
        return fold(fold(hash ^ tail(bytes, at, end - at), FACTOR), LAST_FACTOR);
    }

    /** The same of a byte and at most {@value #LONGEST_NEAR} that follow it; without a loop, since it is compiled into every emit. */
    static long hash(int head, byte[] rest) {
        return hash(rest.length, first(head, rest), second(rest), third(rest));
    }

    /**
     * The same of a byte and so many that follow it, given as words: the first begins with that byte, each has zeros
     * behind the last, and words behind that are 0.
     */
    static long hash(int count, long first, long second, long third) {
        long hash = (SEED + count + 1) ^ first;
        if (count >= Long.BYTES - 1) {
            hash = fold(hash, FACTOR) ^ second;
        }
        if (count >= 2 * Long.BYTES - 1) {
            hash = fold(hash, FACTOR) ^ third;
        }
        return fold(fold(hash, FACTOR), LAST_FACTOR);
    }

    /** A word of an array, with zeros in place of all its bytes but so many; 0, and not read, where these are none. */
    static long within(byte[] bytes, int offset, int count) {
        return count <= 0
                ? 0
                : (long) LONGS.get(bytes, offset) & (-1L >>> (Long.SIZE - Byte.SIZE * Math.min(count, Long.BYTES)));
    }

    /** The first word of a byte and what follows it; with zeros behind its end. */
    private static long first(int head, byte[] rest) {
        int count = rest.length;
        long word;
        if (count >= Long.BYTES) {
            word = (long) LONGS.get(rest, 0);
        } else if (count >= Integer.BYTES) {
            int low = (int) INTS.get(rest, 0);
            long high = (int) INTS.get(rest, count - Integer.BYTES) & 0xFFFFFFFFL;
            word = (low & 0xFFFFFFFFL) | high << (Byte.SIZE * (count - Integer.BYTES));
        } else {
            word = tail(rest, 0, count);
        }
        return head | word << Byte.SIZE;
    }

    /** The word that follows the first, with zeros behind its end; 0 where there is none. */
    private static long second(byte[] rest) {
        int at = Long.BYTES - 1;
        int count = rest.length;
        return count < at ? 0 : count >= at + Long.BYTES ? (long) LONGS.get(rest, at) : last(rest, at);
    }

    /** The word that follows these. */
    private static long third(byte[] rest) {
        int at = 2 * Long.BYTES - 1;
        return rest.length < at ? 0 : last(rest, at);
    }

    /** The bytes of an array from an offset, fewer than 8; with zeros behind its end. The array has 8 bytes, or none from there. */
    private static long last(byte[] bytes, int offset) {
        int count = bytes.length - offset;
        return count == 0 ? 0 : (long) LONGS.get(bytes, bytes.length - Long.BYTES) >>> (Long.SIZE - Byte.SIZE * count);
    }

    /** Some bytes, fewer than 8, in the low bytes of a word whose others are 0. */
    private static long tail(byte[] bytes, int offset, int count) {
        if (count > 0 && offset <= bytes.length - Long.BYTES) {
            return (long) LONGS.get(bytes, offset) & (-1L >>> (Long.SIZE - Byte.SIZE * count));
        }
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[offset + i] & 0xFFL) << (Byte.SIZE * i);
        }
        return word;
    }

    private static long few(byte[] bytes, int offset, int length) {
        if (length >= 4) {
            return ((int) INTS.get(bytes, offset) & 0xFFFFFFFFL)
                    | ((long) (int) INTS.get(bytes, offset + length - 4) << 32);
        }
        if (length == 0) {
            return 0;
        }
        return (bytes[offset] & 0xFFL)
                | (bytes[offset + (length >> 1)] & 0xFFL) << 8
                | (bytes[offset + length - 1] & 0xFFL) << 16;
    }

    private static long fold(long value, long factor) {
        return (value * factor) ^ Math.multiplyHigh(value, factor);
    }

    /** The number of a key, which is added if it is new: {@link #added} tells. */
    int number(byte[] bytes, int offset, int length, long place) {
        int slot = slot(bytes, offset, length, place);
        if (slot < 0) {
            return add(~slot, (int) place, bytes, offset, length, place);
        }
        added = false;
        int address = (int) slots[slot] - 1;
        return (int) INTS.get(chunks[address >>> CHUNK_UNIT_BITS], ((address & UNIT_MASK) << UNIT_BITS) + NUMBER);
    }

    /** Whether a key is there. */
    boolean has(byte[] bytes, int offset, int length, long place) {
        return slot(bytes, offset, length, place) >= 0;
    }

    /**
     * The number of a key that is a byte and what follows it, if it is in its first slot; else -1. In a table within the
     * processor's caches this is less work than to write the key, and ask for it with others.
     *
     * @param place the key's {@link #hash(int, byte[])}
     */
    int near(long place, int head, byte[] rest) {
        return near(place, rest.length, first(head, rest), second(rest), third(rest));
    }

    /**
     * As {@link #near(long, int, byte[])}, of a byte and so many that follow it, given as words.
     *
     * @param place the key's {@link #hash(int, long, long, long)}
     */
    int near(long place, int count, long first, long second, long third) {
        long content = slots[(int) place & (slots.length - 1)];
        if (content == 0 || (int) (content >>> 32) != (int) place) {
            return -1;
        }
        int address = (int) content - 1;
        byte[] chunk = chunks[address >>> CHUNK_UNIT_BITS];
        int at = (address & UNIT_MASK) << UNIT_BITS;
        return (long) LONGS.get(chunk, at) == place
                        && (int) INTS.get(chunk, at + LENGTH) == count + 1
                        && equal(chunk, at + KEY, count, first, second, third)
                ? (int) INTS.get(chunk, at + NUMBER)
                : -1;
    }

    private static boolean equal(byte[] chunk, int key, int count, long first, long second, long third) {
        return (long) LONGS.get(chunk, key) == first
                && (count < Long.BYTES || (long) LONGS.get(chunk, key + Long.BYTES) == second)
                && (count < 2 * Long.BYTES || (long) LONGS.get(chunk, key + 2 * Long.BYTES) == third);
    }

    /** The slot of a key, or the complement of the one that it would have. */
    private int slot(byte[] bytes, int offset, int length, long place) {
        int tag = (int) place;
        int mask = slots.length - 1;
        int slot = tag & mask;
        while (true) {
            long content = slots[slot];
            if (content == 0) {
                return ~slot;
            }
            // Of an entry whose tag is another, the first one's hash is read instead. One branch for both: that a tag
            // is the
            // same and the hash is not is so rare that the JVM's optimising compiler would leave it out, and then
            // compile all
            // anew.
            int difference = (int) (content >>> 32) ^ tag;
            int address = ((int) content - 1) & ~((difference | -difference) >> (Integer.SIZE - 1));
            byte[] chunk = chunks[address >>> CHUNK_UNIT_BITS];
            int at = (address & UNIT_MASK) << UNIT_BITS;
            if ((difference | ((long) LONGS.get(chunk, at) ^ place)) == 0
                    && (int) INTS.get(chunk, at + LENGTH) == length
                    && equal(chunk, at + KEY, bytes, offset, length)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /**
     * Looks up many keys. It goes through all of them three times: for their slots, for their entries, and to compare
     * them. In the first two passes nothing waits for memory before the next question is asked: no branch depends on an
     * answer.
     *
     * @param bytes the keys, one behind the other from 0
     * @param ends where each ends
     * @param numbers gets the number of each key, or -1 where it is not in one of its first two slots: it may be new
     * @param entries for the table's own use
     */
    void find(int count, byte[] bytes, int[] ends, long[] places, int[] numbers, long[] entries) {
        long[] words = slots;
        int mask = words.length - 1;
        for (int i = 0; i < count; i++) {
            int tag = (int) places[i];
            long first = words[tag & mask];
            long second = words[(tag + 1) & mask];
            int other = ifZero((int) (second >>> 32) ^ tag, (int) second);
            int different = (int) (first >>> 32) ^ tag;
            numbers[i] = ifZero(different, (int) first) | (other & ~ifZero(different, -1));
        }
        for (int i = 0; i < count; i++) {
            // Who is not there asks for the first entry, which is near.
            int address = Math.max(numbers[i] - 1, 0);
            byte[] chunk = chunks[address >>> CHUNK_UNIT_BITS];
            int at = (address & UNIT_MASK) << UNIT_BITS;
            long different = (long) LONGS.get(chunk, at) ^ places[i];
            long numberAndLength = (long) LONGS.get(chunk, at + NUMBER);
            entries[i] = different == 0 ? numberAndLength : -1;
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
            int length = ends[i] - from;
            int address = numbers[i] - 1;
            // In one condition: a branch that is almost never taken is compiled as a trap, and all anew when it is
            // taken at last.
            int different = ((int) (entries[i] >>> 32) ^ length) | (address & Integer.MIN_VALUE);
            boolean same = different == 0
                    && equal(
                            chunks[address >>> CHUNK_UNIT_BITS],
                            ((address & UNIT_MASK) << UNIT_BITS) + KEY,
                            bytes,
                            from,
                            length);
            numbers[i] = same ? (int) entries[i] : -1;
            from = ends[i];
        }
    }

    /** The second number where the first is 0, else 0; without a branch. */
    private static int ifZero(int condition, int then) {
        return then & ~((condition | -condition) >> 31);
    }

    private static boolean equal(byte[] left, int leftAt, byte[] right, int rightAt, int length) {
        if (length < 8) {
            return few(left, leftAt, length) == few(right, rightAt, length);
        }
        int last = length - 8;
        for (int i = 0; i < last; i += 8) {
            if ((long) LONGS.get(left, leftAt + i) != (long) LONGS.get(right, rightAt + i)) {
                return false;
            }
        }
        return (long) LONGS.get(left, leftAt + last) == (long) LONGS.get(right, rightAt + last);
    }

    /** A second number for the same key, which is found from now on in place of the first. */
    int renumber(int number) {
        int address = addresses[number];
        byte[] chunk = chunks[address >>> CHUNK_UNIT_BITS];
        int at = (address & UNIT_MASK) << UNIT_BITS;
        long place = (long) LONGS.get(chunk, at);
        int tag = (int) place;
        int mask = slots.length - 1;
        int slot = tag & mask;
        while (slots[slot] != content(tag, address)) {
            slot = (slot + 1) & mask;
        }
        int renumbered = append(chunk, at + KEY, (int) INTS.get(chunk, at + LENGTH), place);
        slots[slot] = content(tag, addresses[renumbered]);
        return renumbered;
    }

    /** Whether the last {@link #number} was of a new key. */
    boolean added() {
        return added;
    }

    int count() {
        return count;
    }

    long place(int number) {
        int address = addresses[number];
        return (long) LONGS.get(chunks[address >>> CHUNK_UNIT_BITS], (address & UNIT_MASK) << UNIT_BITS);
    }

    /** The array that holds a key. */
    byte[] bytes(int number) {
        return chunks[addresses[number] >>> CHUNK_UNIT_BITS];
    }

    /** Where in {@link #bytes} a key starts. */
    int start(int number) {
        return ((addresses[number] & UNIT_MASK) << UNIT_BITS) + KEY;
    }

    int length(int number) {
        int address = addresses[number];
        return (int) INTS.get(chunks[address >>> CHUNK_UNIT_BITS], ((address & UNIT_MASK) << UNIT_BITS) + LENGTH);
    }

    /** Heap that the table takes. */
    long heapBytes() {
        return 8L * slots.length + 4L * addresses.length + chunkBytes;
    }

    /** Forgets all keys, and all but little of the room for them. */
    void clear() {
        if (slots.length == FEWEST_SLOTS && chunkCount == 1) {
            Arrays.fill(slots, 0);
        } else {
            slots = new long[FEWEST_SLOTS];
            addresses = new int[FEWEST_SLOTS / 2];
            chunks = new byte[][] {new byte[FIRST_CHUNK]};
            chunkCount = 1;
            chunkBytes = FIRST_CHUNK;
        }
        end = 0;
        count = 0;
    }

    private int add(int slot, int tag, byte[] bytes, int offset, int length, long place) {
        int number = append(bytes, offset, length, place);
        slots[slot] = content(tag, addresses[number]);
        added = true;
        if (2L * count > slots.length) {
            rehash();
        }
        return number;
    }

    private int append(byte[] bytes, int offset, int length, long place) {
        int number = count;
        if (number == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * number);
        }
        if (length > chunks[chunkCount - 1].length - KEY - end) {
            newChunk(length);
        }
        byte[] chunk = chunks[chunkCount - 1];
        int at = end;
        int next = (at + KEY + length + 7) & -8;
        LONGS.set(chunk, next - Long.BYTES, 0);
        LONGS.set(chunk, at, place);
        INTS.set(chunk, at + NUMBER, number);
        INTS.set(chunk, at + LENGTH, length);
        System.arraycopy(bytes, offset, chunk, at + KEY, length);
        addresses[number] = ((chunkCount - 1) << CHUNK_UNIT_BITS) | (at >>> UNIT_BITS);
        end = next;
        count = number + 1;
        return number;
    }

    /** A long key has a chunk of its own, which is full with it. */
    private void newChunk(int length) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunkCount);
        }
        int usual = 1 << Math.min(CHUNK_BITS, FIRST_CHUNK_BITS + chunkCount);
        byte[] chunk = new byte[Math.max(usual, Math.addExact(length, KEY + 7) & -8)];
        chunks[chunkCount++] = chunk;
        chunkBytes += chunk.length;
        end = 0;
    }

    private void rehash() {
        long[] larger = new long[2 * slots.length];
        int mask = larger.length - 1;
        for (long content : slots) {
            if (content != 0) {
                int slot = (int) (content >>> 32) & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = content;
            }
        }
        slots = larger;
    }

    private static long content(int tag, int address) {
        return ((long) tag << 32) | (address + 1L);
    }
}
