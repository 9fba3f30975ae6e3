package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.SpillException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/** Makes the rows of partitions. Used by one thread. */
final class ReduceSide<K> {
    private final Codec<K> keys;
    private final Runs runs;
    private final Fold fold;
    private final JobControl control;
    private final Supplier<KeyEntries> again;
    private final PackedInput keyInput = new PackedInput();
    private byte[] key = new byte[64];
    private int keyLength;
    private long place;

    ReduceSide(Codec<K> keys, Runs runs, Fold fold, JobControl control) {
        this.keys = keys;
        this.runs = runs;
        this.fold = fold;
        this.control = control;
        this.again = () -> runs.read(place, key, keyLength);
    }

    /** Reduces a partition; how many rows there are. */
    long reduce(int partition, RowStore<Pair<K, Object>>.Writer out) {
        Runs.Merge entries = runs.read(partition);
        long rows = 0;
        boolean more = entries.next();
        while (more) {
            control.check();
            take(entries.entry());
            K row = keys.read(keyInput.reset(key, 0, keyLength));
            Object result;
            try {
                fold.begin(again);
                do {
                    fold.add(entries.entry().partial());
                    more = entries.next();
                } while (more && isSame(entries.entry()));
                result = fold.result(row);
            } catch (Exception e) {
                throw located(row, e);
            }
            out.add(new Pair<>(row, result));
            rows++;
        }
        return rows;
    }

    /** Counts the distinct values of a partition; how many rows there are. */
    long countDistinct(int partition, RowStore<Pair<K, Object>>.Writer out) {
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
                take(entries.entry());
                distinct.add(key, 0, keyLength);
                do {
                    more = entries.next();
                } while (more && isSame(entries.entry()));
            }
            int count = distinct.sort();
            for (int i = 0; i < count; i++) {
                distinct.key(i, keyInput);
                out.add(new Pair<>(keys.read(keyInput), distinct.count(i)));
            }
            rows += count;
        }
        return rows;
    }

    private void take(Cursor entry) {
        keyLength = entry.keyLength();
        if (key.length < keyLength) {
            key = new byte[Math.max(keyLength, 2 * key.length)];
        }
        System.arraycopy(entry.keyBytes(), entry.keyStart(), key, 0, keyLength);
        place = entry.place();
    }

    private boolean isSame(Cursor entry) {
        return entry.place() == place
                && Arrays.equals(
                        key, 0, keyLength, entry.keyBytes(), entry.keyStart(), entry.keyStart() + entry.keyLength());
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
