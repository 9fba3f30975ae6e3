package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.LineReader;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.SpillException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads splits line by line through the steps of a plan. Used by one thread. */
final class MapTask {
    /** So many lines are counted at a time; a power of two. */
    private static final int STEP = 1 << 10;

    private final JobControl control;
    private final Meter meter;
    private final DecodeMemory memory;
    private final int longestLine;
    private final Stage first;
    private final Tail tail;
    private @Nullable Place place;

    /** Where elements end up. */
    interface Tail extends Stage {
        /** Begins a split. */
        void begin(int split);

        /** Ends a split. */
        void end();

        /** Fails if an element was lost in a function of the user. */
        void check();

        /** Elements or pairs taken so far. */
        long taken();
    }

    MapTask(List<Step> steps, Tail tail, JobControl control, Meter meter, DecodeMemory memory, int longestLine) {
        this.control = control;
        this.meter = meter;
        this.memory = memory;
        this.longestLine = longestLine;
        this.tail = tail;
        this.first = new Chain(meter, this::place, control).of(steps, tail);
    }

    private Place place() {
        if (place == null) {
            throw new IllegalStateException("no split is being read");
        }
        return place;
    }

    /** Reads a split to its end. */
    void read(Split split, int number) throws IOException {
        LinePlace here = new LinePlace(split);
        place = here;
        tail.begin(number);
        Counted counted = new Counted();
        try (LineReader lines = LineReader.open(split, memory, longestLine)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (control.isStopped()) {
                    throw new JobControl.StoppedException();
                }
                here.nextLine();
                accept(line, here);
                if (lines.lines() % STEP == 0) {
                    counted.count(lines);
                }
            }
            counted.count(lines);
            meter.retries.add(lines.retries());
        }
        tail.end();
        meter.splitDone(split.index());
    }

    private void accept(String line, Place here) {
        try {
            first.accept(line);
            tail.check();
        } catch (Throwable e) { // a function of the user may throw anything
            throw located(here, e);
        }
    }

    /** What to throw where a function of the user, or what it called, threw. */
    static RuntimeException located(Place here, Throwable e) {
        if (e instanceof JobControl.StoppedException stopped) {
            return stopped;
        }
        if (e instanceof MapSide.UserFault) {
            return located(here, e.getCause() == null ? e : e.getCause());
        }
        if (e instanceof JobException) {
            return new JobException(here + ": " + e.getMessage(), e.getCause());
        }
        if (e instanceof SpillException) {
            return new JobException(here + ": " + e.getMessage(), e);
        }
        String what = e instanceof OutOfMemoryError ? heapTooSmall() : "a function of the job threw " + e;
        return new JobException(here + ": " + what, e);
    }

    /** What to say of an {@link OutOfMemoryError}. */
    static String heapTooSmall() {
        return "the heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB is too small for this job: give the process more (-Xmx)";
    }

    /** Adds to the meter what a reader has read since the last time. */
    private final class Counted {
        private long lines;
        private long textBytes;
        private long storedBytes;
        private long taken = tail.taken();

        void count(LineReader reader) {
            meter.lines.add(reader.lines() - lines);
            meter.textBytes.add(reader.textBytes() - textBytes);
            meter.bytesRead.add(reader.storedBytes() - storedBytes);
            meter.emitted.add(tail.taken() - taken);
            lines = reader.lines();
            textBytes = reader.textBytes();
            storedBytes = reader.storedBytes();
            taken = tail.taken();
        }
    }
}
