package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.SpillException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the rows of partitions. Used by one thread. */
final class ReduceSide<K> {
    /** A number takes at most so many bytes when it is packed, and what says what it is, and that it is in a row. */
    private static final int NUMBER = 16;

    private final Codec<K> keys;
    private final Runs runs;
    private final Fold fold;
    private final JobControl control;
    private final Supplier<KeyEntries> again;
    private final PackedInput keyInput = new PackedInput();
    private final HeldKey key = new HeldKey();

    ReduceSide(Codec<K> keys, Runs runs, Fold fold, JobControl control) {
        this.keys = keys;
        this.runs = runs;
        this.fold = fold;
        this.control = control;
        this.again = () -> runs.read(key.place(), key.bytes(), key.length());
    }

    /** Where rows go. */
    @FunctionalInterface
    interface RowTaker<K> {
        /**
         * Takes a row.
         *
         * @param packedSize about the bytes that it takes when it is packed; negative where that is not known
         */
        void take(Pair<K, Object> row, int packedSize);
    }

    /** Reduces a partition; how many rows there are. */
    long reduce(int partition, RowTaker<K> out) {
        Optional<Runs.Sum> sum = fold instanceof RowFold<?> ? runs.add(partition) : Optional.empty();
        return sum.isPresent() ? write(sum.get(), (RowFold<?>) fold, out) : merge(partition, out);
    }

    private long write(Runs.Sum sum, RowFold<?> results, RowTaker<K> out) {
        int[] order = Order.of(sum.table());
        for (int number : order) {
            control.check();
            Pair<K, Object> row = row(sum, number, results);
            out.take(row, packedSize(sum.table().length(number), row.value()));
        }
        return order.length;
    }

    private Pair<K, Object> row(Runs.Sum sum, int number, RowFold<?> results) {
        KeyTable table = sum.table();
        K row = keys.read(keyInput.reset(table.bytes(number), table.start(number), table.length(number)));
        try {
            return new Pair<>(row, results.result(sum.column(), number));
        } catch (RuntimeException e) {
            throw located(row, e);
        }
    }

    private static int packedSize(int keyLength, Object result) {
        return result instanceof Long || result instanceof Integer || result instanceof Double
                ? keyLength + NUMBER
                : -1;
    }

    private long merge(int partition, RowTaker<K> out) {
        Runs.Merge entries = runs.read(partition);
        long rows = 0;
        boolean more = entries.next();
        while (more) {
            control.check();
            key.take(entries.entry());
            K row = key.read(keys);
            Object result;
            try {
                fold.begin(again);
                do {
                    fold.add(entries.entry().partial());
                    more = entries.next();
                } while (more && key.isOf(entries.entry()));
                result = fold.result(row);
            } catch (Exception e) {
                throw located(row, e);
            }
            out.take(new Pair<>(row, result), packedSize(key.length(), result));
            rows++;
        }
        return rows;
    }

    /** Counts the distinct values of a partition; how many rows there are. */
    long countDistinct(int partition, RowTaker<K> out) {
        Runs.Merge entries = runs.read(partition);
        DistinctFold distinct = new DistinctFold();
        long rows = 0;
        boolean more = entries.next();
        while (more) {
            control.check();
            distinct.clear();
            long first = entries.entry().place();
            while (more && DistinctFold.near(first, entries.entry().place())) {
                control.check();
                key.take(entries.entry());
                distinct.add(key.bytes(), 0, key.length());
                do {
                    more = entries.next();
                } while (more && key.isOf(entries.entry()));
            }
            int count = distinct.sort();
            for (int i = 0; i < count; i++) {
                distinct.key(i, keyInput);
                int size = keyInput.remaining() + NUMBER;
                out.take(new Pair<>(keys.read(keyInput), distinct.count(i)), size);
            }
            rows += count;
        }
        return rows;
    }

    private RuntimeException located(K row, Exception e) {
        if (e instanceof JobControl.StoppedException stopped) {
            return stopped;
        }
        if (e instanceof JobException || e instanceof SpillException) {
            return new JobException(e.getMessage() + " (key " + row + ")", e);
        }
        if (e instanceof ArithmeticException && fold instanceof RowFold<?>) {
            return new JobException(
                    "the sum of key " + row + " does not fit a long: use sumDouble(...), or sum something smaller", e);
        }
        return new JobException("a function of the job threw " + e + " for key " + Objects.toString(row), e);
    }
}
