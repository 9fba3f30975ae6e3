package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.NumberForm;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.PackedOutput;
import dev.mayfly.engine.spill.Tally;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All values of each key, as primitives: numbers of one class, of which percentiles are asked. The few numbers of most
 * keys are packed one behind the other. Where a key has many, it is tried to count how often each occurs; when most of
 * them differ that does not pay, and they are packed too.
 *
 * <p>What it writes of a key is a tally, which may be empty, and then single values as their codec writes them: those of
 * other classes are among them.
 */
final class NumberValues<V> implements Deferrable<V> {
    /** So many packed bytes are worth an attempt to count. */
    private static final int MANY = 1 << 12;
    /** Counting pays when a number occurs this often on average. */
    private static final int LEAST_REPEATS = 4;
    /** Until this many distinct numbers it may yet turn out to pay. */
    private static final int MOST_UNPAID = 1 << 16;

    private static final int MOST_WAITING = 64;
    private static final int OBJECT = 64;

    private final NumberForm<V> form;
    private final Codec<V> codec;
    private final long mostUnpaidBytes;
    private final Slices slices = new Slices();
    private final PackedOutput scratch = new PackedOutput();
    /** Of the numbers whose strings were replaced. */
    private final List<Counted> counted = new ArrayList<>();

    private long countedBytes;
    /** After an attempt that did not pay, so many chances are let pass, and twice as many after the next. */
    private int waiting;

    private int waitNext = 1;

    /** The numbers of one key that has many. */
    private static final class Counted {
        final Tally tally = new Tally();
        /** What is not in the tally: values of another class, or everything in the end. */
        final PackedOutput packed = new PackedOutput(0);

        boolean closed;

        long heapBytes() {
            return OBJECT + tally.heapBytes() + packed.array().length;
        }
    }

    /** @param mostUnpaidBytes the heap for counts that may turn out not to pay */
    NumberValues(NumberForm<V> form, Codec<V> codec, long mostUnpaidBytes) {
        this.form = form;
        this.codec = codec;
        this.mostUnpaidBytes = mostUnpaidBytes;
    }

    @Override
    public void add(int number, boolean isNew, V value) {
        if (form.fits(value)) {
            addBits(number, isNew, form.toLong(value));
            return;
        }
        if (isNew) {
            slices.begin(number);
        }
        addOther(number, counted(number), value);
    }

    @Override
    public boolean canWait(V value) {
        return form.fits(value);
    }

    @Override
    public long bits(V value) {
        return form.toLong(value);
    }

    @Override
    public void addBits(int number, boolean isNew, long bits) {
        if (isNew) {
            slices.begin(number);
        }
        Counted counts = counted(number);
        if (counts != null) {
            count(counts, bits);
        } else {
            pack(number, bits);
        }
    }

    private void pack(int number, long value) {
        int before = slices.length(number);
        if (form.isWhole()) {
            slices.appendZigzag(number, value);
        } else {
            slices.appendFixed64(number, form.packed(value));
        }
        if (before < MANY && slices.length(number) >= MANY) {
            startCounting(number);
        }
    }

    private void addOther(int number, @Nullable Counted counts, V value) {
        scratch.clear();
        codec.write(value, scratch);
        if (counts == null) {
            slices.append(number, scratch.array(), 0, scratch.length());
        } else {
            counts.packed.writeBytes(scratch.array(), 0, scratch.length());
        }
    }

    private void startCounting(int number) {
        if (waiting > 0) {
            waiting--;
            return;
        }
        Counted counts = new Counted();
        scratch.clear();
        slices.write(number, scratch);
        PackedInput in = new PackedInput().reset(scratch.array(), 0, scratch.length());
        while (in.remaining() > 0) {
            int start = in.position();
            if (form.isOther(in)) {
                codec.skip(in);
                counts.packed.writeBytes(in.array(), start, in.position() - start);
            } else {
                counts.tally.add(form.read(in));
            }
        }
        if (countedBytes + counts.heapBytes() > mostUnpaidBytes && !pays(counts)) {
            waitLonger();
            return;
        }
        slices.replace(number, counted.size());
        counted.add(counts);
        countedBytes += counts.heapBytes();
    }

    private @Nullable Counted counted(int number) {
        int index = slices.replacement(number);
        return index < 0 ? null : counted.get(index);
    }

    private void count(Counted counts, long value) {
        Tally tally = counts.tally;
        if (!tally.isFull()) {
            tally.add(value);
            return;
        }
        long before = counts.heapBytes();
        tally.add(value);
        countedBytes += counts.heapBytes() - before;
        if (pays(counts)) {
            waiting = 0;
            waitNext = 1;
        } else if (countedBytes > mostUnpaidBytes || tally.distinct() > MOST_UNPAID) {
            close(counts);
            waitLonger();
        }
    }

    private void waitLonger() {
        waiting = waitNext;
        waitNext = Math.min(MOST_WAITING, 2 * waitNext);
    }

    private static boolean pays(Counted counts) {
        return counts.tally.total() >= (long) LEAST_REPEATS * counts.tally.distinct();
    }

    /** Packs what was counted; a new number is begun for the key. */
    private void close(Counted counts) {
        countedBytes -= counts.heapBytes();
        scratch.clear();
        counts.tally.write(scratch);
        scratch.writeBytes(counts.packed.array(), 0, counts.packed.length());
        counts.packed.clear();
        counts.packed.writeBytes(scratch.array(), 0, scratch.length());
        counts.tally.clear();
        counts.closed = true;
        countedBytes += counts.heapBytes();
    }

    @Override
    public void merge(int number, boolean isNew, PackedInput partial) {
        throw new UnsupportedOperationException("numbers are gathered by PercentileFold");
    }

    @Override
    public boolean isFull(int number) {
        Counted counts = counted(number);
        return counts == null ? slices.length(number) >= Values.FULL : counts.closed;
    }

    @Override
    public void write(int number, PackedOutput out) {
        Counted counts = counted(number);
        if (counts == null) {
            out.writeVarint(0);
            slices.write(number, out);
            return;
        }
        if (!counts.closed) {
            counts.tally.write(out);
        }
        out.writeBytes(counts.packed.array(), 0, counts.packed.length());
    }

    @Override
    public long heapBytes() {
        return slices.heapBytes() + countedBytes;
    }

    @Override
    public void clear() {
        slices.clear();
        counted.clear();
        countedBytes = 0;
    }
}
