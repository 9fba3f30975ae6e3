package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.source.ByteSearch;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.LineBlock;
import dev.mayfly.engine.source.LineReader;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.SpillException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads splits line by line through the steps of a plan, or takes lines that others have read. Used by one thread. */
final class MapTask {
    /** So many lines are counted at a time, at least. */
    private static final int STEP = 1 << 10;
    /** Lines that are mapped in one loop. */
    private static final int FEW = 1 << 6;

    private final JobControl control;
    private final Meter meter;
    private final DecodeMemory memory;
    private final Handover handover;
    private final int longestLine;
    private final Stage first;
    private final Tail tail;
    /** Text that every wanted line holds, where the first step says so. */
    private final @Nullable ByteSearch needle;
    /** Whether the first step takes lines as they lie in a block. */
    private final boolean blocks;
    /** Whether the first step wants lines as they are. */
    private final boolean views;

    private @Nullable Place place;

    /** Where elements end up. */
    interface Tail extends Stage {
        /** The next piece of a split, in the order of its rows; null where elements have no order. */
        RowStore<Object>.@Nullable Piece newPiece(int split);

        /** Begins a piece of a split. */
        void begin(int split, RowStore<Object>.@Nullable Piece piece);

        /** Ends a piece. */
        void end();

        /** Says that all pieces of a split have ended, whichever threads had them. */
        void done(int split);

        /** Fails if an element was lost in a function of the user. */
        void check();

        /** All functions that elements are given to, where these are known. */
        default Optional<List<FunctionBody>> readers() {
            return Optional.empty();
        }

        /** How elements are counted, where they only are. */
        default Optional<ByKey> counted() {
            return Optional.empty();
        }

        /** The same of lines, as they lie in their block too, where that is known. */
        default Optional<BlockStage> ofLines() {
            return Optional.empty();
        }

        /** Elements or pairs taken so far. */
        long taken();
    }

    /**
     * Elements are counted by a key.
     *
     * @param key of an element
     * @param texts counts a text that is a key
     */
    record ByKey(FunctionBody key, Fields.Taker texts) {}

    MapTask(
            List<Step> steps,
            Tail tail,
            JobControl control,
            Meter meter,
            DecodeMemory memory,
            Handover handover,
            int longestLine) {
        this.control = control;
        this.meter = meter;
        this.memory = memory;
        this.handover = handover;
        this.longestLine = longestLine;
        this.tail = tail;
        this.needle = steps.isEmpty() || !(steps.get(0) instanceof Step.Grep grep)
                ? null
                : Needle.of(grep.regex()).map(ByteSearch::new).orElse(null);
        this.views = !steps.isEmpty() && steps.get(0) instanceof Step.View;
        this.first = new Chain(meter, this::place, control).of(steps, tail);
        this.blocks = first instanceof BlockStage;
    }

    private Place place() {
        if (place == null) {
            throw new IllegalStateException("no split is being read");
        }
        return place;
    }

    /** Reads a split to its end, and maps what no other thread wants. */
    void read(SplitRun run) throws IOException {
        try (LineReader lines = LineReader.open(run.split(), memory, longestLine)) {
            LineBlock block = handover.newBlock();
            boolean mapping = false;
            long textBytes = 0;
            long storedBytes = 0;
            while (lines.fill(block)) {
                meter.textBytes.add(lines.textBytes() - textBytes);
                meter.bytesRead.add(lines.storedBytes() - storedBytes);
                textBytes = lines.textBytes();
                storedBytes = lines.storedBytes();
                boolean handing = handover.isWanted() && handover.hasRoom();
                if (mapping && handing) {
                    tail.end();
                }
                if (handing) {
                    run.handOver();
                    handover.give(new SplitRun.Part(run, block, tail.newPiece(run.number())));
                    block = handover.newBlock();
                } else if (!mapping) {
                    tail.begin(run.number(), tail.newPiece(run.number()));
                }
                mapping = !handing;
                if (mapping) {
                    map(run, block);
                }
            }
            if (mapping) {
                tail.end();
            }
            handover.giveBack(block);
            meter.bytesRead.add(lines.storedBytes() - storedBytes);
            meter.retries.add(lines.retries());
        }
        partDone(run);
    }

    /** Maps what other threads read, until they have read all. */
    void help() {
        for (SplitRun.Part part = handover.take(); part != null; part = handover.take()) {
            tail.begin(part.run().number(), part.piece());
            map(part.run(), part.block());
            tail.end();
            handover.giveBack(part.block());
            partDone(part.run());
        }
    }

    private void partDone(SplitRun run) {
        if (run.partDone()) {
            tail.done(run.number());
            meter.splitDone(run.split().index());
        }
    }

    /** The same place for all blocks of a split that follow each other here: stages keep what they know of the input. */
    private LinePlace enter(SplitRun run, LineBlock block) {
        if (place instanceof LinePlace same && same.isIn(run.split())) {
            same.enter(block);
            return same;
        }
        LinePlace here = new LinePlace(run.split(), block);
        place = here;
        return here;
    }

    private void map(SplitRun run, LineBlock block) {
        LinePlace here = enter(run, block);
        Counted counted = new Counted(block);
        // In short loops: what calls them often is compiled as a whole, before a loop that is long would be by itself.
        while (mapSome(block, here)) {
            if (block.lines() - counted.lines >= STEP) {
                counted.count();
            }
        }
        counted.count();
        block.done();
    }

    /** Maps the next lines of a block; whether there may be more. */
    private boolean mapSome(LineBlock block, LinePlace here) {
        for (int i = 0; i < FEW; i++) {
            Object line = next(block, here);
            if (line == null) {
                return false;
            }
            if (control.isStopped()) {
                throw new JobControl.StoppedException();
            }
            // Not in a method of its own: what is called for each line is compiled by itself, with all that it calls.
            try {
                first.accept(line);
                tail.check();
            } catch (Throwable e) { // a function of the user may throw anything
                throw control.isStopped() ? new JobControl.StoppedException() : located(here, e);
            }
        }
        return true;
    }

    private @Nullable Object next(LineBlock block, Place here) {
        try {
            if (blocks) {
                return block.nextOrBlock();
            }
            if (views) {
                return block.nextView();
            }
            return needle == null ? block.next() : block.next(needle);
        } catch (OutOfMemoryError e) {
            throw new JobException(here + ": the next line does not fit: " + heapTooSmall(), e);
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

    /** Adds to the meter what was taken from a block since the last time. */
    private final class Counted {
        private final LineBlock block;
        private long lines;
        private long replaced;
        private long taken = tail.taken();

        Counted(LineBlock block) {
            this.block = block;
        }

        void count() {
            meter.lines.add(block.lines() - lines);
            meter.replaced.add(block.replaced() - replaced);
            meter.emitted.add(tail.taken() - taken);
            lines = block.lines();
            replaced = block.replaced();
            taken = tail.taken();
        }
    }
}
