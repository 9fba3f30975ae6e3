package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockGroup;
import dev.mayfly.engine.spill.BlockReader;
import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that was written out: a group of blocks for each partition. An entry is the place (8 bytes), the key's length
 * and bytes, the partial's length and bytes; none crosses a block.
 */
final class BlockRun implements Run {
    private static final long[] NO_PLACES = {};

    private final List<@Nullable BlockGroup> partitions = new ArrayList<>();
    /** The place of the first entry of each block, by partition. */
    private final List<long[]> firstPlaces = new ArrayList<>();

    /** Writes a table. */
    BlockRun(KeyTable table, Column<?> column, BlockStore store, int bits, JobControl control) {
        TableRun sorted = new TableRun(table, column);
        PackedOutput scratch = new PackedOutput();
        PackedOutput out = new PackedOutput(BlockStore.BLOCK_BYTES + 256);
        for (int partition = 0; partition < 1 << bits; partition++) {
            control.check();
            partitions.add(write(sorted, partition, bits, store, scratch, out));
        }
    }

    private @Nullable BlockGroup write(
            TableRun sorted, int partition, int bits, BlockStore store, PackedOutput scratch, PackedOutput out) {
        int from = sorted.firstOf(partition, bits);
        int to = sorted.firstOf(partition + 1, bits);
        if (from == to) {
            firstPlaces.add(NO_PLACES);
            return null;
        }
        BlockGroup group = store.newGroup();
        long[] places = new long[1];
        out.clear();
        for (int i = from; i < to; i++) {
            if (out.length() == 0) {
                if (group.blockCount() == places.length) {
                    places = Arrays.copyOf(places, 2 * places.length);
                }
                places[group.blockCount()] = sorted.place(i);
            }
            sorted.write(i, scratch, out);
            if (out.length() >= BlockStore.BLOCK_BYTES || i == to - 1) {
                group.append(out.array(), out.length());
                out.clear();
            }
        }
        firstPlaces.add(Arrays.copyOf(places, group.blockCount()));
        return group;
    }

    @Override
    public Cursor read(int partition, int bits) {
        BlockGroup group = partitions.get(partition);
        return new Part(group == null ? null : group.read());
    }

    @Override
    public Cursor readFrom(long place, int bits) {
        int partition = Runs.partition(place, bits);
        BlockGroup group = partitions.get(partition);
        return new Part(group == null ? null : group.readFrom(lastBefore(place, firstPlaces.get(partition))));
    }

    /** The last block that begins before a place, or the first; entries of one place may begin in it. */
    private static int lastBefore(long place, long[] places) {
        int low = 0;
        int high = places.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(places[middle], place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** Deletes a partition that has been read. */
    void release(int partition) {
        BlockGroup group = partitions.get(partition);
        if (group != null) {
            group.release();
        }
    }

    private static final class Part implements Cursor {
        private final @Nullable BlockReader blocks;
        private final PackedInput entries = new PackedInput();
        private final PackedInput partial = new PackedInput();
        private long place;
        private int keyStart;
        private int keyLength;

        Part(@Nullable BlockReader blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean next() {
            if (entries.remaining() == 0) {
                byte[] block = blocks == null ? null : blocks.next();
                if (block == null) {
                    return false;
                }
                entries.reset(block, 0, block.length);
            }
            place = entries.readFixed64();
            keyLength = entries.readSize();
            keyStart = entries.position();
            entries.skip(keyLength);
            int partialLength = entries.readSize();
            partial.reset(entries.array(), entries.position(), partialLength);
            entries.skip(partialLength);
            return true;
        }

        @Override
        public long place() {
            return place;
        }

        @Override
        public byte[] keyBytes() {
            return partial.array();
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
            return partial;
        }
    }
}
