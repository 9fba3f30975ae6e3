package dev.mayfly.engine.local;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.file.JobFolder;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.Codecs;
import dev.mayfly.engine.spill.MemoryBudget;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One task's part of a job whose tasks run in processes of their own: it reads splits, joins what others have read, or
 * reduces it, on the calling thread. What it emits by key goes out in sorted blocks of packed entries, each of one
 * partition; its rows go out packed. For one thread, but for {@link #cancel} and {@link #facts}.
 */
public final class JobPart implements AutoCloseable {
    private static final long LEAST_TABLE = 1 << 18;
    private static final int BLOCKS = 2;

    private final Plan<?> whole;
    private final String path;
    private final Plan<?> plan;
    private final Codecs codecs;
    private final SpillSpace space;
    private final JobControl control;
    private final Meter meter;
    private final FetchLimits limits;
    private final long memory;
    private final long tableBytes;

    /**
     * Begins a part.
     *
     * @param whole the plan of the job; where its inputs are does not matter
     * @param path which part of it, see {@link Stages}
     * @param codecs those of the job
     * @param memory bytes of heap that this part may hold before it spills
     * @param folder where it spills to; deleted at the end
     * @param inputs what this part reads
     */
    public JobPart(
            Plan<?> whole,
            String path,
            Codecs codecs,
            long memory,
            JobFolder folder,
            FetchLimits limits,
            Inputs inputs) {
        this.whole = whole;
        this.path = path;
        this.plan = Stages.plan(whole, path);
        this.codecs = codecs;
        this.memory = memory;
        this.limits = limits;
        this.space = new SpillSpace(folder, MemoryBudget.bytes(memory / LocalJob.TABLES_SHARE));
        this.control = new JobControl("a node");
        this.meter = new Meter(inputs, space::spilledBytes);
        this.tableBytes = Math.max(LEAST_TABLE, memory / LocalJob.TABLES_SHARE / 2);
    }

    /** Where rows go. */
    @FunctionalInterface
    public interface RowSink {
        /**
         * Takes packed rows.
         *
         * @param piece the number of the split that they are of; the rows of one come in their order
         */
        void rows(int piece, byte[] from, int length, long count);
    }

    /** A block of sorted entries. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Block(int partition, byte[] bytes) {}

    /** Whether what this part makes is grouped or joined by others, rather than rows. */
    public boolean isKeyed() {
        return !path.equals(Stages.ROOT) || plan.grouping().isPresent();
    }

    /** What this part has done so far; its inputs are those that it has read to their ends. */
    public JobFacts facts() {
        return meter.facts("a node").ofInputs(meter.progress().inputsDone());
    }

    /** Stops the part soon. */
    public void cancel() {
        control.cancel();
    }

    /**
     * Reads splits, and gathers what is emitted for their elements by key.
     *
     * @param bits the logarithm of the number of partitions
     */
    public Iterator<Block> gather(List<Split> splits, int bits) {
        return gather(feed(splits), bits);
    }

    /** Joins what came from both sides, and gathers what is emitted for the joined elements by key. */
    public Iterator<Block> gatherJoined(Iterator<Block> incoming, int bits) {
        return gather(joined(incoming), bits);
    }

    /**
     * Reads splits to rows.
     *
     * @param numbers what each split is called to the sink
     */
    public void rows(List<Split> splits, int[] numbers, RowSink sink) {
        ship(feed(splits), numbers, sink);
    }

    /** Joins what came from both sides to rows. */
    public void rowsOfJoined(Iterator<Block> incoming, int number, RowSink sink) {
        ship(joined(incoming), new int[] {number}, sink);
    }

    /** Reduces what came to rows. */
    public void reduce(Iterator<Block> incoming, int number, RowSink sink) {
        stopped(() -> reduced(plan.grouping().orElseThrow(), incoming, number, sink));
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private <K, V> void reduced(
            Plan.Grouping<?, K, V, ?> grouping, Iterator<Block> incoming, int number, RowSink sink) {
        Kind<V> kind = Kind.of(grouping.aggregate(), codecs.values("values"), space, tableBytes);
        Codec<K> keys = codecs.keys("keys");
        Incoming runs = incoming(false);
        runs.take(incoming);
        ReduceSide<K> side = new ReduceSide<>(keys, runs.left(), kind.fold().get(), control);
        PackedRows rows = new PackedRows(rowCodec(), number, sink);
        ReduceSide.RowTaker<K> out = new ReduceSide.RowTaker<>() {
            private final PackedInput input = new PackedInput();

            @Override
            public void take(Pair<K, Object> row) {
                rows.add(row);
            }

            @Override
            public void take(byte[] key, int offset, int length, Object number) {
                rows.add(new Pair<>(keys.read(input.reset(key, offset, length)), number));
            }
        };
        meter.keys.add(kind.distinct() ? side.countDistinct(0, out) : side.reduce(0, out));
        rows.flush();
    }

    private Codec<Object> rowCodec() {
        return codecs.values("rows");
    }

    private Feed feed(List<Split> splits) {
        // Numbered anew: a meter counts the inputs of this part.
        List<Split> mine = new ArrayList<>();
        for (Split split : splits) {
            mine.add(new Split(split.input(), mine.size(), split.from(), split.to()));
            meter.splitPlanned(mine.size() - 1);
        }
        List<DecodeMemory> decoders = List.of(DecodeMemory.ofLimit(memory / 4));
        return SplitFeed.inOrder(mine, limits, control, meter, decoders, BLOCKS);
    }

    private Feed joined(Iterator<Block> incoming) {
        Incoming runs = incoming(true);
        stopped(() -> runs.take(incoming));
        Plan.Join<?, ?, ?> join = (Plan.Join<?, ?, ?>) plan.source();
        return new JoinFeed<>(
                join.kind(),
                codecs.keys("keys of " + path),
                new JoinFeed.Side<>(runs.left(), codecs.values("values of " + Stages.left(path))),
                new JoinFeed.Side<>(runs.right(), codecs.values("values of " + Stages.right(path))),
                space,
                control,
                meter,
                new AtomicInteger());
    }

    private Incoming incoming(boolean sides) {
        return new Incoming(space.store(), tableBytes, control, sides);
    }

    private void ship(Feed feed, int[] numbers, RowSink sink) {
        PackedRows rows = new PackedRows(rowCodec(), numbers.length == 0 ? 0 : numbers[0], sink);
        read(feed, new RowTail(rows, numbers));
        rows.flush();
        meter.keys.add(rows.count());
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private Iterator<Block> gather(Feed feed, int bits) {
        boolean side = !path.equals(Stages.ROOT);
        Codec<Object> keys = codecs.keys(side ? "keys of " + Stages.parent(path) : "keys");
        Codec<Object> values = codecs.values(side ? "values of " + path : "values");
        Mapper<Object, Object, Object> mapper;
        @Nullable Codec<Object> distinct = null;
        Supplier<? extends Column<? super Object>> column;
        if (side) {
            mapper = Stages.byKey(whole, path);
            column = () -> new Values<>(values);
        } else {
            Plan.Grouping<Object, Object, Object, Object> grouping = (Plan.Grouping<Object, Object, Object, Object>)
                    plan.grouping().orElseThrow();
            Kind<Object> kind = Kind.of(grouping.aggregate(), values, space, tableBytes);
            mapper = grouping.mapper();
            distinct = kind.distinct() ? codecs.keys("distinct") : null;
            column = kind.column();
        }
        Runs runs = new Runs(space.store(), bits, tableBytes, control);
        MapSide<Object, Object> out = new MapSide<>(keys, distinct, column.get(), runs, MapSide.Memory.of(tableBytes));
        read(feed, Tails.grouped(mapper, out));
        stopped(out::finish);
        return new Outgoing(runs, side && Stages.isRight(path));
    }

    private void read(Feed feed, MapTask.Tail tail) {
        stopped(() -> {
            feed.begin();
            feed.read(0, plan.steps(), tail);
            feed.end();
        });
    }

    private void stopped(Runnable work) {
        try {
            work.run();
        } catch (JobControl.StoppedException e) {
            throw cancelled(e);
        } catch (OutOfMemoryError e) {
            throw new JobException(MapTask.heapTooSmall(), e);
        }
    }

    private static JobCancelledException cancelled(JobControl.StoppedException e) {
        JobCancelledException cancelled = new JobCancelledException("the part was cancelled");
        cancelled.initCause(e);
        return cancelled;
    }

    /** The inputs of splits, each as often as it has splits. */
    public static Inputs inputsOf(List<Split> splits) {
        List<Input> inputs = new ArrayList<>();
        splits.forEach(split -> inputs.add(split.input()));
        return new Inputs(inputs);
    }

    /** Deletes what was spilled. Idempotent. */
    @Override
    public void close() {
        space.close();
    }
}
