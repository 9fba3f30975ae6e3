package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.source.Splits;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.RowStore;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * One plan on its way to rows. Threads take splits in turn, read them through the fused steps, and combine what is
 * emitted in tables of their own, which are written out as sorted runs where they outgrow their share of memory. Then
 * threads take partitions in turn, merge all runs' parts of each, and write its rows.
 */
final class LocalJob {
    /** Half of a job's memory is for the threads' tables, half for blocks and rows. */
    static final int TABLES_SHARE = 2;

    private static final long LEAST_TABLE = 1 << 18;
    private static final long RANGE = 16L << 20;
    private static final int FEWEST_BITS = 4;
    private static final int MOST_BITS = 8;
    private static final long PART = 1 << 16;

    private final LocalOptions options;
    private final JobControl control;
    private final Meter meter;
    private final SpillSpace space;
    private final Crew crew;
    private final List<DecodeMemory> decoders;

    LocalJob(LocalOptions options, JobControl control, Meter meter, SpillSpace space, List<DecodeMemory> decoders) {
        this.options = options;
        this.control = control;
        this.meter = meter;
        this.space = space;
        this.crew = new Crew(control, options.threads());
        this.decoders = decoders;
    }

    /** The rows of a plan. Returns also where the job was stopped: whoever reads them must ask first. */
    @SuppressWarnings("unchecked") // the plan says what its rows are
    <T> RowStore<T> run(Plan<T> plan) throws IOException {
        List<Split> splits = Splits.of(plan.inputs(), RANGE);
        splits.forEach(split -> meter.splitPlanned(split.index()));
        return plan.grouping().isPresent()
                ? (RowStore<T>) (RowStore<?>) grouped(plan, plan.grouping().get(), splits)
                : (RowStore<T>) ungrouped(plan, splits);
    }

    private RowStore<Object> ungrouped(Plan<?> plan, List<Split> splits) {
        RowStore<Object> rows = space.newRows();
        List<RowStore<Object>.Writer> writers = new ArrayList<>();
        splits.forEach(split -> writers.add(rows.newWriter()));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            order.add(i);
        }
        AtomicInteger next = new AtomicInteger();
        crew.run("map", thread -> {
            MapTask task = task(plan, Tails.rows(writers), thread);
            read(task, splits, order, next);
        });
        meter.keys.add(rows.count());
        return rows;
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private <K, V> RowStore<Pair<K, Object>> grouped(
            Plan<?> plan, Plan.Grouping<?, K, V, ?> grouping, List<Split> splits) {
        Codec<K> keys = space.codecs().keys();
        Codec<V> values = space.codecs().values();
        Codec<Object> distinctValues = space.codecs().keys();
        long tableBytes = Math.max(LEAST_TABLE, options.memory() / TABLES_SHARE / options.threads());
        Kind<V> kind = Kind.of(grouping.aggregate(), values, space, tableBytes);
        Runs runs = new Runs(space.store(), bits(tableBytes), control);
        List<Integer> order = largestFirst(splits);
        AtomicInteger next = new AtomicInteger();
        crew.run("map", thread -> {
            MapSide<K, V> side = new MapSide<>(
                    keys, kind.distinct() ? distinctValues : null, kind.column().get(), runs, tableBytes);
            MapTask task = task(plan, Tails.grouped((Mapper<Object, K, V>) grouping.mapper(), side), thread);
            read(task, splits, order, next);
            side.finish();
        });
        return control.isStopped() ? space.newRows() : reduce(keys, kind, runs);
    }

    private <K, V> RowStore<Pair<K, Object>> reduce(Codec<K> keys, Kind<V> kind, Runs runs) {
        meter.reducing(runs.partitions());
        RowStore<Pair<K, Object>> rows = space.newRows();
        List<RowStore<Pair<K, Object>>.Writer> writers = new ArrayList<>();
        for (int i = 0; i < runs.partitions(); i++) {
            writers.add(rows.newWriter());
        }
        AtomicInteger next = new AtomicInteger();
        crew.run("reduce", thread -> {
            ReduceSide<K> side = new ReduceSide<>(keys, runs, kind.fold().get(), control);
            eachOf(next, runs.partitions(), partition -> {
                RowStore<Pair<K, Object>>.Writer out = writers.get(partition);
                meter.keys.add(kind.distinct() ? side.countDistinct(partition, out) : side.reduce(partition, out));
                out.close();
                runs.release(partition);
                meter.partitionDone();
            });
        });
        return rows;
    }

    private MapTask task(Plan<?> plan, MapTask.Tail tail, int thread) {
        int longestLine =
                (int) Math.max(1 << 20, Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8));
        return new MapTask(plan.steps(), tail, control, meter, decoders.get(thread), longestLine);
    }

    private void read(MapTask task, List<Split> splits, List<Integer> order, AtomicInteger next) {
        eachOf(next, splits.size(), i -> {
            Split split = splits.get(order.get(i));
            try {
                task.read(split, order.get(i));
            } catch (IOException e) {
                String message = e.getMessage() == null ? split.input().name() + ": " + e : e.getMessage();
                throw new JobException(message, e);
            }
        });
    }

    /** Takes numbers in turn with the other threads. */
    private void eachOf(AtomicInteger next, int count, IntConsumer part) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            control.check();
            part.accept(i);
        }
    }

    /** The largest inputs first, so that no thread is left alone with one at the end. */
    private static List<Integer> largestFirst(List<Split> splits) {
        List<Integer> order = new ArrayList<>();
        long[] sizes = new long[splits.size()];
        for (int i = 0; i < sizes.length; i++) {
            order.add(i);
            sizes[i] = splits.get(i).input().size().orElse(Long.MAX_VALUE);
        }
        order.sort(Comparator.comparingLong((Integer i) -> sizes[i]).reversed());
        return order;
    }

    private static int bits(long tableBytes) {
        int wanted = Long.SIZE - 1 - Long.numberOfLeadingZeros(tableBytes / PART);
        return Math.max(FEWEST_BITS, Math.min(MOST_BITS, wanted));
    }
}
