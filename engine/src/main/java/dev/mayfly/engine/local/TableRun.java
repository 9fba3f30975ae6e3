package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;

/** A thread's table, in order, on the heap. Read by many threads, each a part of its own. */
final class TableRun {
    private final KeyTable table;
    private final Column<?> column;
    private final int[] order;

    TableRun(KeyTable table, Column<?> column) {
        this.table = table;
        this.column = column;
        this.order = Order.of(table);
    }

    /**
     * Reads one partition.
     *
     * @param bits the logarithm of the number of partitions
     */
    Cursor read(int partition, int bits) {
        return new Part(firstOf(partition, bits), firstOf(partition + 1, bits));
    }

    /** Reads one partition from a place. */
    Cursor readFrom(long place, int bits) {
        return new Part(firstFrom(place), firstOf(Runs.partition(place, bits) + 1, bits));
    }

    /** Index in the order of the first key of a partition. */
    private int firstOf(int partition, int bits) {
        return partition == 1 << bits ? order.length : firstFrom(Runs.firstPlace(partition, bits));
    }

    private int firstFrom(long place) {
        int low = 0;
        int high = order.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(table.place(order[middle]), place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Part implements Cursor {
        private final PackedOutput scratch = new PackedOutput();
        private final PackedInput partial = new PackedInput();
        private final int end;
        private int index;

        Part(int from, int end) {
            this.index = from - 1;
            this.end = end;
        }

        @Override
        public boolean next() {
            return ++index < end;
        }

        @Override
        public long place() {
            return table.place(order[index]);
        }

        @Override
        public byte[] keyBytes() {
            return table.bytes();
        }

        @Override
        public int keyStart() {
            return table.start(order[index]);
        }

        @Override
        public int keyLength() {
            return table.length(order[index]);
        }

        @Override
        public PackedInput partial() {
            scratch.clear();
            column.write(order[index], scratch);
            return partial.reset(scratch.array(), 0, scratch.length());
        }
    }
}
