package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import java.util.Arrays;
import java.util.List;

/**
 * A partition of some tables by key: where each key's entries are. The keys of a partition stay in the processor's cache, so
 * that this costs less than to sort the tables and merge them. Used by one thread.
 */
final class Gathered {
    private static final int NONE = -1;

    private final KeyTable keys = new KeyTable();
    private final PackedOutput scratch = new PackedOutput();
    private final PackedInput partial = new PackedInput();
    /** By key: the last of its entries. */
    private int[] last = new int[Column.FEWEST];
    /** By entry: the one of the same key that was added before, or {@link #NONE}. */
    private int[] before = new int[Column.FEWEST];

    private TableRun[] tables = new TableRun[Column.FEWEST];
    private int[] numbers = new int[Column.FEWEST];
    private int count;

    Gathered(List<TableRun> tables, int partition) {
        for (TableRun table : tables) {
            table.addTo(partition, this);
        }
    }

    /** Adds an entry. */
    void add(TableRun table, int number, byte[] key, int start, int length, long place) {
        int of = keys.number(key, start, length, place);
        if (of == last.length) {
            last = Arrays.copyOf(last, 2 * of);
        }
        if (count == numbers.length) {
            before = Arrays.copyOf(before, 2 * count);
            tables = Arrays.copyOf(tables, 2 * count);
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        before[count] = keys.added() ? NONE : last[of];
        tables[count] = table;
        numbers[count] = number;
        last[of] = count++;
    }

    /** The keys, in the order in which they were met. */
    KeyTable keys() {
        return keys;
    }

    /** Has all that tables wrote of a key added. */
    void addTo(PercentileFold<?> fold, int key) {
        for (int entry = last[key]; entry != NONE; entry = before[entry]) {
            scratch.clear();
            tables[entry].write(numbers[entry], scratch);
            fold.add(partial.reset(scratch.array(), 0, scratch.length()));
        }
    }
}
