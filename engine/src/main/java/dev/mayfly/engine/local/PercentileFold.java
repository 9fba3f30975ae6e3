package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.MagicListBuilder;
import dev.mayfly.engine.spill.NearestRank;
import dev.mayfly.engine.spill.NumberForm;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedMagicList;
import dev.mayfly.engine.spill.Selection;
import dev.mayfly.engine.spill.SpillSpace;
import dev.mayfly.engine.spill.Tally;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the percentile of what {@link Percentiles} wrote: numbers are gathered in an array that serves key after key, and
 * selected from. Where a key has more than memory holds, nothing of it is kept: its entries are read once more for each
 * pass of a {@link Selection}.
 */
final class PercentileFold<V> implements Fold {
    private static final int FEWEST = 1 << 10;
    /** So many numbers are held without asking for memory. */
    private static final int FREE = 1 << 17;

    private static final int LONG_BYTES = 8;
    private static final int MOST_RANKS = 1 << 10;

    private final double p;
    private final Codec<V> codec;
    private final SpillSpace space;
    private final ValuesFold<V> objects;
    private final Tally.Reader counted = new Tally.Reader();
    private final Tally tally = new Tally();
    private @Nullable NumberForm<V> form;
    private Supplier<KeyEntries> entries = () -> {
        throw new IllegalStateException("no key was begun");
    };
    /** By the number of values, where those are few. */
    private final long[] ranks = new long[MOST_RANKS];

    private long[] numbers = new long[FEWEST];
    private int size;
    private long reserved;
    private long total;
    private long least;
    private long greatest;
    private boolean tooMany;
    private boolean mixed;

    PercentileFold(double p, Codec<V> codec, SpillSpace space) {
        this.p = p;
        this.codec = codec;
        this.space = space;
        this.objects = new ValuesFold<>((key, values) -> values.percentile(p), codec, space);
    }

    @Override
    public void begin(Supplier<KeyEntries> again) {
        entries = again;
        if (form == null) {
            form = NumberForm.of(codec);
        }
        if (form == null) {
            objects.begin(again);
        }
        if (tally.distinct() > 0) {
            tally.clear();
        }
        size = 0;
        total = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
        tooMany = false;
        mixed = false;
    }

    @Override
    public void add(PackedInput partial) {
        NumberForm<V> numeric = form;
        if (numeric == null) {
            objects.add(partial);
            return;
        }
        counted.reset(partial);
        while (counted.next()) {
            count(counted.number(), counted.count());
        }
        while (partial.remaining() > 0 && !mixed) {
            if (size == numbers.length) {
                makeRoom();
            }
            int before = size;
            size = numeric.read(partial, numbers, size);
            total += size - before;
            mixed = size == before;
        }
    }

    private void count(long number, long count) {
        total += count;
        if (tooMany) {
            see(number);
        } else if (!tally.isFull() || canHold(2 * tally.heapBytes() / LONG_BYTES)) {
            tally.add(number, count);
        } else {
            see(number);
            stopGathering();
        }
    }

    private void makeRoom() {
        if (!tooMany && canHold(2L * numbers.length)) {
            numbers = Arrays.copyOf(numbers, 2 * numbers.length);
        } else {
            stopGathering();
        }
    }

    private boolean canHold(long count) {
        if (count > Integer.MAX_VALUE / 2) {
            return false;
        }
        if (count > FREE) {
            if (!space.budget().tryReserve(LONG_BYTES * count)) {
                return false;
            }
            reserved += LONG_BYTES * count;
        }
        return true;
    }

    /** Forgets the numbers, but for their range. */
    private void stopGathering() {
        tooMany = true;
        for (int i = 0; i < size; i++) {
            see(numbers[i]);
        }
        size = 0;
        for (long number : tally.sorted()) {
            see(number);
        }
        tally.clear();
    }

    private void see(long number) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
    }

    @Override
    public Object result(Object key) throws Exception {
        return form == null ? objects.result(key) : result();
    }

    /** The result of a key whose values were written as numbers, and some of other classes maybe. */
    Object result() throws Exception {
        NumberForm<V> numeric = Objects.requireNonNull(form, "form is null");
        try {
            return mixed ? ofObjects(numeric) : numeric.toValue(select(numeric, rank()));
        } finally {
            space.budget().release(reserved);
            reserved = 0;
            if (numbers.length > FREE) {
                numbers = new long[FEWEST];
            }
        }
    }

    private long rank() {
        if (total >= MOST_RANKS) {
            return NearestRank.of(p, total);
        }
        int count = (int) total;
        if (ranks[count] == 0) {
            ranks[count] = NearestRank.of(p, count);
        }
        return ranks[count];
    }

    private long select(NumberForm<V> numeric, long rank) {
        if (tooMany) {
            stopGathering();
            return new Selection(() -> new Pass<>(entries.get(), numeric)).select(rank, least, greatest);
        }
        if (tally.distinct() == 0) {
            return Selection.select(numbers, size, rank);
        }
        Arrays.sort(numbers, 0, size);
        long passed = 0;
        int next = 0;
        for (long number : tally.sorted()) {
            while (next < size && numbers[next] <= number) {
                if (++passed == rank) {
                    return numbers[next];
                }
                next++;
            }
            passed += tally.count(number);
            if (passed >= rank) {
                return number;
            }
        }
        return numbers[next + Math.toIntExact(rank - passed) - 1];
    }

    /** Values of several classes can be compared only if their classes say so. */
    private V ofObjects(NumberForm<V> numeric) {
        MagicListBuilder<V> builder = space.newMagicList(codec);
        for (KeyEntries all = entries.get(); all.next(); ) {
            PackedInput partial = all.partial();
            counted.reset(partial);
            while (counted.next()) {
                V value = numeric.toValue(counted.number());
                for (long i = 0; i < counted.count(); i++) {
                    builder.add(value);
                }
            }
            while (partial.remaining() > 0) {
                builder.add(codec.read(partial));
            }
        }
        try (PackedMagicList<V> values = builder.build()) {
            return values.percentile(p);
        }
    }

    /** One pass over the numbers of a key. */
    private static final class Pass<V> implements Selection.Numbers {
        private final KeyEntries entries;
        private final NumberForm<V> form;
        private final Tally.Reader counted = new Tally.Reader();
        private PackedInput partial = new PackedInput();
        private boolean inTally;
        private long number;

        Pass(KeyEntries entries, NumberForm<V> form) {
            this.entries = entries;
            this.form = form;
        }

        @Override
        public boolean next() {
            while (true) {
                if (inTally && counted.next()) {
                    number = counted.number();
                    return true;
                }
                inTally = false;
                if (partial.remaining() > 0) {
                    number = form.read(partial);
                    return true;
                }
                if (!entries.next()) {
                    return false;
                }
                partial = entries.partial();
                counted.reset(partial);
                inTally = true;
            }
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public long count() {
            return inTally ? counted.count() : 1;
        }
    }
}
