package dev.mayfly.engine.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Encoded keys, numbered from 0 in the order of their arrival: open addressing over one array of bytes. A probe looks
 * at 32 bits of a key's hash beside its number before it touches the key, so that a miss costs one cache line. Used by
 * one thread.
 *
 * <p>Each key has a 64-bit place, by which runs are sorted and partitioned; equal keys have equal places.
 */
final class KeyTable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FEWEST_SLOTS = 1 << 10;
    private static final int KEY_ROOM = 1 << 14;
    private static final long NUMBER = 0xFFFFFFFFL;

    private long[] slots = new long[FEWEST_SLOTS];
    private int count;
    private long[] places = new long[FEWEST_SLOTS / 2];
    private int[] ends = new int[FEWEST_SLOTS / 2];
    private byte[] keys = new byte[KEY_ROOM];
    private boolean added;

    /** A well mixed hash of some bytes. */
    static long hash(byte[] bytes, int offset, int length) {
        long hash = 0x9E3779B97F4A7C15L + length;
        int at = offset;
        int left = length;
        for (; left >= 8; left -= 8, at += 8) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long tail = 0;
        for (int i = 0; i < left; i++) {
            tail |= (bytes[at + i] & 0xFFL) << (8 * i);
        }
        return mix(mix(hash ^ tail) + length);
    }

    private static long mix(long value) {
        long low = value * 0xD6E8FEB86659FD93L;
        return (Long.rotateLeft(low, 32) * 0xA24BAED4963EE407L) ^ (low >>> 29);
    }

    /** The number of a key, which is added if it is new: {@link #added} tells. */
    int number(byte[] bytes, int offset, int length, long place) {
        int tag = tag(place);
        int mask = slots.length - 1;
        int slot = spread(tag) & mask;
        while (true) {
            long content = slots[slot];
            if (content == 0) {
                return add(slot, tag, bytes, offset, length, place);
            }
            if ((int) (content >>> 32) == tag) {
                int number = (int) (content & NUMBER) - 1;
                if (places[number] == place && equal(number, bytes, offset, length)) {
                    added = false;
                    return number;
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /** A second number for the same key, which is found from now on in place of the first. */
    int renumber(int number) {
        int start = start(number);
        int length = ends[number] - start;
        long place = places[number];
        int tag = tag(place);
        int mask = slots.length - 1;
        int slot = spread(tag) & mask;
        while (slots[slot] != content(tag, number)) {
            slot = (slot + 1) & mask;
        }
        ensureKeyRoom(length);
        int renumbered = append(keys, start, length, place);
        slots[slot] = content(tag, renumbered);
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
        return places[number];
    }

    byte[] bytes() {
        return keys;
    }

    int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    int length(int number) {
        return ends[number] - start(number);
    }

    /** Heap that the table takes. */
    long heapBytes() {
        return 8L * slots.length + 12L * places.length + keys.length;
    }

    /** Forgets all keys, and all but little of the room for them. */
    void clear() {
        if (slots.length == FEWEST_SLOTS && keys.length == KEY_ROOM) {
            Arrays.fill(slots, 0);
        } else {
            slots = new long[FEWEST_SLOTS];
            places = new long[FEWEST_SLOTS / 2];
            ends = new int[FEWEST_SLOTS / 2];
            keys = new byte[KEY_ROOM];
        }
        count = 0;
    }

    private int add(int slot, int tag, byte[] bytes, int offset, int length, long place) {
        int number = append(bytes, offset, length, place);
        slots[slot] = content(tag, number);
        added = true;
        if (2L * count > slots.length) {
            rehash();
        }
        return number;
    }

    private int append(byte[] bytes, int offset, int length, long place) {
        int number = count;
        if (number == places.length) {
            places = Arrays.copyOf(places, 2 * number);
            ends = Arrays.copyOf(ends, 2 * number);
        }
        ensureKeyRoom(length);
        int start = number == 0 ? 0 : ends[number - 1];
        System.arraycopy(bytes, offset, keys, start, length);
        ends[number] = start + length;
        places[number] = place;
        count = number + 1;
        return number;
    }

    private void ensureKeyRoom(int length) {
        long needed = (count == 0 ? 0L : ends[count - 1]) + length;
        if (needed > keys.length) {
            keys = Arrays.copyOf(keys, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, keys.length * 3L / 2)));
        }
    }

    private void rehash() {
        long[] larger = new long[2 * slots.length];
        int mask = larger.length - 1;
        for (long content : slots) {
            if (content != 0) {
                int slot = spread((int) (content >>> 32)) & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = content;
            }
        }
        slots = larger;
    }

    private static int tag(long place) {
        return (int) (place ^ (place >>> 32));
    }

    private static long content(int tag, int number) {
        return ((long) tag << 32) | (number + 1L);
    }

    private static int spread(int tag) {
        int product = tag * 0x9E3779B9;
        return product ^ (product >>> 15);
    }

    private boolean equal(int number, byte[] bytes, int offset, int length) {
        int start = start(number);
        return Arrays.equals(keys, start, ends[number], bytes, offset, offset + length);
    }
}
