package dev.mayfly.engine.local;

/** The numbers of a table's keys by partition; within one in the order in which they were given. Immutable. */
final class Buckets {
    private final int[] numbers;
    private final int[] starts;

    Buckets(KeyTable table, int bits) {
        int count = table.count();
        byte[] partitions = new byte[count];
        starts = new int[(1 << bits) + 1];
        for (int i = 0; i < count; i++) {
            int partition = Runs.partition(table.place(i), bits);
            partitions[i] = (byte) partition;
            starts[partition + 1]++;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        numbers = new int[count];
        int[] next = starts.clone();
        for (int i = 0; i < count; i++) {
            numbers[next[partitions[i] & 0xFF]++] = i;
        }
    }

    int start(int partition) {
        return starts[partition];
    }

    int end(int partition) {
        return starts[partition + 1];
    }

    int number(int index) {
        return numbers[index];
    }
}
