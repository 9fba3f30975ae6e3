package dev.mayfly.engine.local;

import dev.mayfly.engine.Plan;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rows of a join, partition by partition of its keys.
 *
 * @param keys how the keys of both sides were written
 * @param next the next partition to be taken
 */
record JoinFeed<K, L, R>(
        Plan.Join.Kind kind,
        Codec<K> keys,
        Side<L> left,
        Side<R> right,
        SpillSpace space,
        JobControl control,
        Meter meter,
        AtomicInteger next)
        implements Feed {

    /** The elements of one side by their keys, and how they are written. Both sides have the same partitions. */
    record Side<V>(Runs runs, Codec<V> values) {}

    @Override
    public String phase() {
        return "join";
    }

    @Override
    public int pieces() {
        return left.runs().partitions();
    }

    @Override
    public void begin() {
        meter.reducing(pieces());
    }

    @Override
    public void read(int thread, List<Step> steps, MapTask.Tail tail) {
        JoinTask<K, L, R> task = new JoinTask<>(this, steps, tail);
        control.eachOf(next, pieces(), partition -> {
            task.read(partition);
            left.runs().release(partition);
            right.runs().release(partition);
            meter.partitionDone();
        });
    }
}
