package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.Prefetch;
import dev.mayfly.engine.source.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The lines of splits. A thread that finds none left helps those that read. */
final class SplitFeed implements Feed {
    private final Prefetch ahead;
    private final List<Integer> order;
    private final JobControl control;
    private final Meter meter;
    private final List<DecodeMemory> decoders;
    private final Handover handover;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * @param order the numbers of the splits, as they are taken
     * @param decoders one for each thread
     * @param blocks how many blocks of lines may wait for a thread
     */
    private SplitFeed(
            List<Split> splits,
            List<Integer> order,
            FetchLimits limits,
            JobControl control,
            Meter meter,
            List<DecodeMemory> decoders,
            int blocks) {
        this.ahead = new Prefetch(splits, order, limits);
        this.order = order;
        this.control = control;
        this.meter = meter;
        this.decoders = decoders;
        this.handover = new Handover(control, decoders.size(), blocks);
    }

    /** Splits from the first to the last. */
    static SplitFeed inOrder(
            List<Split> splits,
            FetchLimits limits,
            JobControl control,
            Meter meter,
            List<DecodeMemory> decoders,
            int blocks) {
        return new SplitFeed(splits, numbers(splits), limits, control, meter, decoders, blocks);
    }

    /** The largest inputs first, so that no thread is left alone with one at the end. */
    static SplitFeed largestFirst(
            List<Split> splits,
            FetchLimits limits,
            JobControl control,
            Meter meter,
            List<DecodeMemory> decoders,
            int blocks) {
        List<Integer> order = numbers(splits);
        long[] sizes = splits.stream()
                .mapToLong(split -> split.input().size().orElse(Long.MAX_VALUE))
                .toArray();
        order.sort(Comparator.comparingLong((Integer i) -> sizes[i]).reversed());
        return new SplitFeed(splits, order, limits, control, meter, decoders, blocks);
    }

    private static List<Integer> numbers(List<Split> splits) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < splits.size(); i++) {
            numbers.add(i);
        }
        return numbers;
    }

    @Override
    public String phase() {
        return "map";
    }

    @Override
    public int pieces() {
        return order.size();
    }

    @Override
    public void begin() {
        meter.mapping();
    }

    @Override
    public void end() {
        ahead.close();
    }

    @Override
    public void read(int thread, List<Step> steps, MapTask.Tail tail) {
        int longestLine =
                (int) Math.max(1 << 20, Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8));
        MapTask task = new MapTask(steps, tail, control, meter, decoders.get(thread), handover, longestLine);
        try {
            control.eachOf(next, order.size(), i -> read(task, order.get(i)));
        } finally {
            handover.readingEnded();
        }
        task.help();
    }

    private void read(MapTask task, int number) {
        Split split = ahead.split(number);
        try {
            task.read(new SplitRun(split, number));
        } catch (IOException e) {
            String message = e.getMessage() == null ? split.input().name() + ": " + e : e.getMessage();
            throw new JobException(message, e);
        }
    }
}
