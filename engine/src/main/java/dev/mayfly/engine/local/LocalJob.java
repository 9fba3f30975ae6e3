package dev.mayfly.engine.local;

import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.LineBlock;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.source.Splits;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One plan on its way to rows. Threads take splits in turn, read them through the fused steps, and combine what is
 * emitted in tables of their own, which are written out as sorted runs where they outgrow their share of memory. Then
 * threads take partitions in turn, merge all runs' parts of each, and write its rows. A join gathers each side in this
 * way, and its partitions are read through the steps behind it as splits are.
 */
final class LocalJob<T> {
    /** Half of a job's memory is for the threads' tables, half for blocks and rows. */
    static final int TABLES_SHARE = 2;

    private static final long LEAST_TABLE = 1 << 18;
    private static final long RANGE = 16L << 20;
    /** Blocks of lines that wait for a thread may take this share of a job's memory, and be so many. */
    private static final int BLOCKS_SHARE = 16;

    private static final int MOST_BLOCKS = 32;
    private static final int FEWEST_BITS = 4;
    private static final int MOST_BITS = 8;
    private static final long PART = 1 << 16;
    /** When runs are merged, most tables are gone. */
    private static final long SHARE_OF_CURSORS = 2;

    private final Plan<T> plan;
    private final JobControl control;
    private final Meter meter;
    private final SpillSpace space;
    private final FetchLimits limits;
    private final Crew crew;
    private final List<DecodeMemory> decoders;
    private final int blocks;
    private final long tableBytes;
    /** Those that no phase has begun to read. */
    private final Deque<Split> splits = new ArrayDeque<>();

    LocalJob(
            Plan<T> plan,
            LocalOptions options,
            JobControl control,
            Meter meter,
            SpillSpace space,
            List<DecodeMemory> decoders) {
        this.plan = plan;
        this.control = control;
        this.meter = meter;
        this.space = space;
        this.limits = options.fetch();
        this.crew = new Crew(control, options.threads());
        this.decoders = decoders;
        long room = options.memory() / BLOCKS_SHARE / LineBlock.BYTES;
        this.blocks = (int) Math.max(2L * options.threads(), Math.min(MOST_BLOCKS, room));
        this.tableBytes = Math.max(LEAST_TABLE, options.memory() / TABLES_SHARE / options.threads() / tables(plan));
    }

    /** How many tables a thread may have at a time. */
    private static int tables(Plan<?> plan) {
        int own = plan.grouping().isPresent() ? 1 : 0;
        int joined = plan.source() instanceof Plan.Join<?, ?, ?> join
                ? 2 + tables(join.left().plan()) + tables(join.right().plan())
                : 0;
        return Math.max(1, own + joined);
    }

    /** The rows of the plan. Returns also where the job was stopped: whoever reads them must ask first. */
    @SuppressWarnings("unchecked") // the plan says what its rows are
    RowStore<T> run() throws IOException {
        splits.addAll(Splits.of(plan.inputs(), RANGE));
        splits.forEach(split -> meter.splitPlanned(split.index()));
        return plan.grouping().isPresent()
                ? (RowStore<T>) (RowStore<?>) grouped(plan.grouping().get())
                : (RowStore<T>) ungrouped();
    }

    private RowStore<Object> ungrouped() {
        RowStore<Object> rows = space.newRows();
        Feed feed = feed(plan, true);
        List<RowStore<Object>.Section> sections = new ArrayList<>();
        for (int i = 0; i < feed.pieces(); i++) {
            sections.add(rows.newSection());
        }
        feed.begin();
        crew.run(feed.phase(), thread -> feed.read(thread, plan.steps(), Tails.rows(sections)));
        feed.end();
        meter.keys.add(rows.count());
        return rows;
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private <K, V> RowStore<Pair<K, Object>> grouped(Plan.Grouping<?, K, V, ?> grouping) {
        Codec<K> keys = space.codecs().keys();
        Codec<V> values = space.codecs().values();
        Codec<Object> distinctValues = space.codecs().keys();
        Kind<V> kind = Kind.of(grouping.aggregate(), values, space, tableBytes);
        Mapper<Object, K, V> mapper = (Mapper<Object, K, V>) grouping.mapper();
        Runs runs = gather(plan, mapper, keys, kind.distinct() ? distinctValues : null, kind.column());
        return control.isStopped() ? space.newRows() : reduce(keys, kind, runs);
    }

    /** Everything that a mapper emits for a plan's elements, by key. */
    private <K, V> Runs gather(
            Plan<?> from,
            Mapper<Object, K, V> mapper,
            Codec<K> keys,
            @Nullable Codec<Object> distinctValues,
            Supplier<Column<? super V>> column) {
        Feed feed = feed(from, false);
        Runs runs = new Runs(space.store(), bits(tableBytes), tableBytes / SHARE_OF_CURSORS, control);
        feed.begin();
        crew.run(feed.phase(), thread -> {
            MapSide<K, V> side = new MapSide<>(keys, distinctValues, column.get(), runs, MapSide.Memory.of(tableBytes));
            feed.read(thread, from.steps(), Tails.grouped(mapper, side));
            side.finish();
        });
        feed.end();
        return runs;
    }

    /** Where a plan's elements come from. Of a join, both sides have been gathered when it returns. */
    private Feed feed(Plan<?> of, boolean inOrder) {
        if (of.source() instanceof Plan.Lines lines) {
            List<Split> mine = new ArrayList<>();
            // Inputs are numbered in the order in which plans are met here.
            int end = splits.isEmpty()
                    ? 0
                    : splits.element().index() + lines.inputs().list().size();
            while (!splits.isEmpty() && splits.element().index() < end) {
                mine.add(splits.remove());
            }
            return inOrder
                    ? SplitFeed.inOrder(mine, limits, control, meter, decoders, blocks)
                    : SplitFeed.largestFirst(mine, limits, control, meter, decoders, blocks);
        }
        return join((Plan.Join<?, ?, ?>) of.source());
    }

    private <K, L, R> JoinFeed<K, L, R> join(Plan.Join<K, L, R> join) {
        Codec<K> keys = space.codecs().keys();
        JoinFeed.Side<L> left = side(join.left(), keys);
        JoinFeed.Side<R> right = side(join.right(), keys);
        return new JoinFeed<>(join.kind(), keys, left, right, space, control, meter, new AtomicInteger());
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private <K, V> JoinFeed.Side<V> side(Plan.Side<K, V> side, Codec<K> keys) {
        Codec<V> values = space.codecs().values();
        Mapper<Object, K, V> byKey = (element, out) -> out.emit(side.key().apply((V) element), (V) element);
        return new JoinFeed.Side<>(gather(side.plan(), byKey, keys, null, () -> new Values<>(values)), values);
    }

    private <K, V> RowStore<Pair<K, Object>> reduce(Codec<K> keys, Kind<V> kind, Runs runs) {
        meter.reducing(runs.partitions());
        GroupCodec<K> codec = new GroupCodec<>(keys, space.codecs().values());
        RowStore<Pair<K, Object>> rows = space.newRows(codec);
        List<RowStore<Pair<K, Object>>.Writer> writers = new ArrayList<>();
        for (int i = 0; i < runs.partitions(); i++) {
            writers.add(rows.newWriter());
        }
        AtomicInteger next = new AtomicInteger();
        crew.run("reduce", thread -> {
            ReduceSide<K> side = new ReduceSide<>(keys, runs, kind.fold().get(), control);
            control.eachOf(next, runs.partitions(), partition -> {
                RowStore<Pair<K, Object>>.Writer out = writers.get(partition);
                ReduceSide.RowTaker<K> taker = codec.into(out);
                meter.keys.add(kind.distinct() ? side.countDistinct(partition, taker) : side.reduce(partition, taker));
                out.close();
                runs.release(partition);
                meter.partitionDone();
            });
        });
        return rows;
    }

    private static int bits(long tableBytes) {
        int wanted = Long.SIZE - 1 - Long.numberOfLeadingZeros(tableBytes / PART);
        return Math.max(FEWEST_BITS, Math.min(MOST_BITS, wanted));
    }
}
