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
    interface RowTaker<K> {
        /** Takes a row. */
        void take(Pair<K, Object> row);

        /** Takes a row as the key's bytes in an array, and a number. */
        void take(byte[] key, int offset, int length, Object number);
    }

    /** Reduces a partition; how many rows there are. */
    long reduce(int partition, RowTaker<K> out) {
        if (fold instanceof RowFold<?> results) {
            Optional<Runs.Sum> sum = runs.add(partition);
            if (sum.isPresent()) {
                return write(sum.get(), results, out);
            }
        }
        if (fold instanceof PercentileFold<?> percentile) {
            Optional<Gathered> gathered = runs.gather(partition);
            if (gathered.isPresent()) {
                return write(gathered.get(), percentile, out);
            }
        }
        return merge(partition, out);
    }

    private long write(Gathered entries, PercentileFold<?> percentile, RowTaker<K> out) {
        KeyTable table = entries.keys();
        int[] order = Order.of(table);
        for (int number : order) {
            control.check();
            key.take(table.bytes(number), table.start(number), table.length(number), table.place(number));
            Object result;
            try {
                percentile.begin(again);
                entries.addTo(percentile, number);
                result = percentile.result();
            } catch (Exception e) {
                throw located(key.read(keys), e);
            }
            if (isNumber(result)) {
                out.take(key.bytes(), 0, key.length(), result);
            } else {
                out.take(new Pair<>(key.read(keys), result));
            }
        }
        return order.length;
    }

    private long write(Runs.Sum sum, RowFold<?> results, RowTaker<K> out) {
        int[] order = Order.of(sum.table());
        KeyTable table = sum.table();
        for (int number : order) {
            control.check();
            byte[] bytes = table.bytes(number);
            int start = table.start(number);
            int length = table.length(number);
            Object result;
            try {
                result = results.result(sum.column(), number);
            } catch (RuntimeException e) {
                throw located(keys.read(keyInput.reset(bytes, start, length)), e);
            }
            if (isNumber(result)) {
                out.take(bytes, start, length, result);
            } else {
                out.take(new Pair<>(keys.read(keyInput.reset(bytes, start, length)), result));
            }
        }
        return order.length;
    }

    private static boolean isNumber(Object result) {
        return result instanceof Long || result instanceof Integer || result instanceof Double;
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
            if (isNumber(result)) {
                out.take(key.bytes(), 0, key.length(), result);
            } else {
                out.take(new Pair<>(row, result));
            }
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
                out.take(keyInput.array(), keyInput.position(), keyInput.remaining(), distinct.count(i));
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
