package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockGroup;
import dev.mayfly.engine.spill.BlockReader;
import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sorted part of a partition in blocks. An entry is the place (8 bytes), the key's length and bytes, and the partial's
 * length and bytes; none crosses a block. A large partial is in a block of its own, among those of the whole partition,
 * and its entry says which: however often parts are merged to longer ones, it stays where it is.
 */
final class BlockPart {
    /** From this size on a partial is large. */
    private static final int LARGE = 1 << 13;

    private final BlockGroup entries;
    private final BlockGroup large;
    /** The place of the first entry of each block. */
    private final long[] firstPlaces;

    private BlockPart(BlockGroup entries, BlockGroup large, long[] firstPlaces) {
        this.entries = entries;
        this.large = large;
        this.firstPlaces = firstPlaces;
    }

    Cursor read() {
        return new Entries(entries.read(), large);
    }

    /** Reads from a place or somewhat before it. */
    Cursor readFrom(long place) {
        return new Entries(entries.readFrom(lastBefore(place)), large);
    }

    /** The last block that begins before a place, or the first; entries of the place may begin in it. */
    private int lastBefore(long place) {
        int low = 0;
        int high = firstPlaces.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(firstPlaces[middle], place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** Heap that a cursor takes: the block that is read and the one that is asked for. */
    long cursorBytes() {
        return Math.min(entries.bytes(), 2 * BlockStore.BLOCK_BYTES);
    }

    /** Deletes the entries, but not the large partials. */
    void release() {
        entries.release();
    }

    /** Writes entries in order. Used by one thread. */
    static final class Writer {
        private final BlockGroup entries;
        private final BlockGroup large;
        private final PackedOutput out;
        private long[] firstPlaces = new long[1];

        /**
         * @param large where the large partials of the partition go
         * @param out an empty buffer, which is empty again at the end
         */
        Writer(BlockStore store, BlockGroup large, PackedOutput out) {
            this.entries = store.newGroup();
            this.large = large;
            this.out = out;
        }

        void add(long place, byte[] key, int keyStart, int keyLength, byte[] partial, int start, int length) {
            begin(place, key, keyStart, keyLength);
            if (length < LARGE) {
                out.writeVarint((long) length << 1);
                out.writeBytes(partial, start, length);
            } else {
                refer(large.append(partial, start, length));
            }
        }

        /** Adds the entry of a cursor of the same partition. */
        void add(Cursor entry) {
            if (entry instanceof Entries in && in.largeIndex >= 0) {
                begin(in.place, in.keyBytes(), in.keyStart, in.keyLength);
                refer(in.largeIndex);
            } else {
                PackedInput partial = entry.partial();
                add(
                        entry.place(),
                        entry.keyBytes(),
                        entry.keyStart(),
                        entry.keyLength(),
                        partial.array(),
                        partial.position(),
                        partial.remaining());
            }
        }

        private void begin(long place, byte[] key, int keyStart, int keyLength) {
            if (out.length() >= BlockStore.BLOCK_BYTES) {
                flush();
            }
            if (out.length() == 0) {
                int block = entries.blockCount();
                if (block == firstPlaces.length) {
                    firstPlaces = Arrays.copyOf(firstPlaces, 2 * block);
                }
                firstPlaces[block] = place;
            }
            out.writeFixed64(place);
            out.writeVarint(keyLength);
            out.writeBytes(key, keyStart, keyLength);
        }

        private void refer(int index) {
            out.writeVarint(((long) index << 1) | 1);
        }

        private void flush() {
            entries.append(out.array(), out.length());
            out.clear();
        }

        BlockPart end() {
            if (out.length() > 0) {
                flush();
            }
            return new BlockPart(entries, large, Arrays.copyOf(firstPlaces, entries.blockCount()));
        }
    }

    private static final class Entries implements Cursor {
        private final BlockReader blocks;
        private final BlockGroup large;
        private final PackedInput in = new PackedInput();
        private final PackedInput partial = new PackedInput();
        private long place;
        private int keyStart;
        private int keyLength;
        private int largeIndex;

        Entries(BlockReader blocks, BlockGroup large) {
            this.blocks = blocks;
            this.large = large;
        }

        @Override
        public boolean next() {
            if (in.remaining() == 0) {
                byte @Nullable [] block = blocks.next();
                if (block == null) {
                    return false;
                }
                in.reset(block, 0, block.length);
            }
            place = in.readFixed64();
            keyLength = in.readSize();
            keyStart = in.position();
            in.skip(keyLength);
            int header = in.readSize();
            if ((header & 1) == 0) {
                largeIndex = -1;
                partial.reset(in.array(), in.position(), header >>> 1);
                in.skip(header >>> 1);
            } else {
                largeIndex = header >>> 1;
            }
            return true;
        }

        @Override
        public long place() {
            return place;
        }

        @Override
        public byte[] keyBytes() {
            return in.array();
        }

        @Override
        public int keyStart() {
            return keyStart;
        }

        @Override
        public int keyLength() {
            return keyLength;
        }

        @Override
        public PackedInput partial() {
            if (largeIndex >= 0) {
                byte[] block = large.block(largeIndex);
                partial.reset(block, 0, block.length);
            }
            return partial;
        }
    }
}
