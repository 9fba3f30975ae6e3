package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A thread's table, in order once order is asked for. */
final class TableRun implements HeapRun {
    private final KeyTable table;
    private final Column<?> column;
    private final @Nullable Buckets buckets;
    /** Guarded by this until it is set. */
    private volatile int @Nullable [] sorted;

    TableRun(KeyTable table, Column<?> column) {
        this.table = table;
        this.column = column;
        this.buckets = null;
    }

    /** A run that can be read by partition without its order, too. */
    TableRun(KeyTable table, Column<?> column, int bits) {
        this.table = table;
        this.column = column;
        this.buckets = new Buckets(table, bits);
    }

    private int[] order() {
        int[] order = sorted;
        if (order == null) {
            synchronized (this) {
                order = sorted;
                if (order == null) {
                    order = Order.of(table);
                    sorted = order;
                }
            }
        }
        return order;
    }

    /** Whether {@link #addTo(int, Gathered)} can be asked. */
    boolean isByPartition() {
        return buckets != null;
    }

    /** Adds each entry of a partition. */
    void addTo(int partition, Gathered to) {
        Buckets own = Objects.requireNonNull(buckets, "buckets is null");
        for (int i = own.start(partition); i < own.end(partition); i++) {
            int number = own.number(i);
            to.add(this, number, table.bytes(number), table.start(number), table.length(number), table.place(number));
        }
    }

    /** Appends what is known of an entry. */
    void write(int number, PackedOutput out) {
        column.write(number, out);
    }

    @Override
    public @Nullable Primitives<?> primitives() {
        return buckets != null && column instanceof Primitives<?> some ? some : null;
    }

    @Override
    public void addTo(int partition, KeyTable to, Primitives<?> sums) {
        Buckets own = Objects.requireNonNull(buckets, "buckets is null");
        Primitives<?> from = (Primitives<?>) column;
        for (int i = own.start(partition); i < own.end(partition); i++) {
            int number = own.number(i);
            int sum = to.number(table.bytes(number), table.start(number), table.length(number), table.place(number));
            sums.addAll(sum, to.added(), from, number);
        }
    }

    @Override
    public Cursor read(int partition, int bits) {
        return new Part(firstOf(partition, bits), firstOf(partition + 1, bits));
    }

    @Override
    public Cursor readFrom(long place, int bits) {
        return new Part(firstFrom(place), firstOf(Runs.partition(place, bits) + 1, bits));
    }

    /** Index in the order of the first key of a partition. */
    private int firstOf(int partition, int bits) {
        return partition == 1 << bits ? table.count() : firstFrom(Runs.firstPlace(partition, bits));
    }

    private int firstFrom(long place) {
        int[] order = order();
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
        private final int[] order = order();
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
            return table.bytes(order[index]);
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
