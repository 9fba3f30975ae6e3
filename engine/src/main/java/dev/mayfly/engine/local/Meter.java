package dev.mayfly.engine.local;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a job has done so far. Threads add to it in steps; anybody may look. */
final class Meter {
    private static final int MOST_EXAMPLES = 5;

    private final long start = System.nanoTime();
    private final int inputs;
    private final OptionalLong bytesTotal;
    private final AtomicIntegerArray splitsLeft;
    private final AtomicInteger inputsDone = new AtomicInteger();
    private final AtomicInteger partitionsDone = new AtomicInteger();
    private final LongSupplier spilledBytes;

    final LongAdder bytesRead = new LongAdder();
    final LongAdder textBytes = new LongAdder();
    final LongAdder lines = new LongAdder();
    /** Characters that stand for bytes which are no UTF-8. */
    final LongAdder replaced = new LongAdder();

    final LongAdder emitted = new LongAdder();
    final LongAdder keys = new LongAdder();
    final LongAdder retries = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    /** Guarded by itself. */
    private final List<String> examples = new ArrayList<>();

    private final AtomicInteger partitions = new AtomicInteger();
    private volatile JobProgress.Phase phase = JobProgress.Phase.MAP;

    Meter(Inputs inputs, LongSupplier spilledBytes) {
        this.inputs = inputs.list().size();
        this.splitsLeft = new AtomicIntegerArray(this.inputs);
        this.spilledBytes = spilledBytes;
        this.bytesTotal = total(inputs);
    }

    private static OptionalLong total(Inputs inputs) {
        long total = 0;
        for (Input input : inputs) {
            OptionalLong size = input.size();
            if (size.isEmpty()) {
                return OptionalLong.empty();
            }
            total += size.getAsLong();
        }
        return OptionalLong.of(total);
    }

    void splitPlanned(int input) {
        splitsLeft.incrementAndGet(input);
    }

    void splitDone(int input) {
        if (splitsLeft.decrementAndGet(input) == 0) {
            inputsDone.incrementAndGet();
        }
    }

    void skipped(String example) {
        skipped.increment();
        synchronized (examples) {
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(example);
            }
        }
    }

    /** Inputs are read, perhaps behind a join that was reduced already. */
    void mapping() {
        phase = JobProgress.Phase.MAP;
    }

    /** Partitions follow, after those of joins before. */
    void reducing(int count) {
        partitions.addAndGet(count);
        phase = JobProgress.Phase.REDUCE;
    }

    void partitionDone() {
        partitionsDone.incrementAndGet();
    }

    void ended(JobProgress.Phase how) {
        phase = how;
    }

    JobProgress progress() {
        return new JobProgress(
                phase,
                inputsDone.get(),
                inputs,
                bytesRead.sum(),
                bytesTotal,
                lines.sum(),
                partitionsDone.get(),
                partitions.get(),
                spilledBytes.getAsLong(),
                elapsed());
    }

    JobFacts facts(String where) {
        List<String> some;
        synchronized (examples) {
            some = List.copyOf(examples);
        }
        return new JobFacts(
                where,
                inputs,
                bytesRead.sum(),
                textBytes.sum(),
                lines.sum(),
                emitted.sum(),
                keys.sum(),
                skipped.sum(),
                some,
                replaced.sum(),
                spilledBytes.getAsLong(),
                Math.toIntExact(retries.sum()),
                elapsed(),
                OptionalDouble.of(0));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
