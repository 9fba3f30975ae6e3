package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.source.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the tasks of a job have done so far, as they say. Safe for use by many threads. */
final class SparkMeter {
    private static final int MOST_EXAMPLES = 5;

    private final long start = System.nanoTime();
    private final int inputs;
    private final OptionalLong bytesTotal;
    private final Map<String, JobFacts> parts = new ConcurrentHashMap<>();
    /** How the job ended, once it has. */
    private volatile JobProgress.@Nullable Phase end;

    SparkMeter(List<Input> inputs) {
        this.inputs = inputs.size();
        this.bytesTotal = total(inputs);
    }

    private static OptionalLong total(List<Input> inputs) {
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

    void take(Map<String, JobFacts> facts) {
        parts.putAll(facts);
    }

    void ended(JobProgress.Phase how) {
        end = how;
    }

    JobProgress progress() {
        // A large input that is read in ranges counts once for each.
        int done = (int) Math.min(inputs, sum(JobFacts::inputs));
        JobProgress.Phase ended = end;
        JobProgress.Phase now = done == inputs ? JobProgress.Phase.REDUCE : JobProgress.Phase.MAP;
        return new JobProgress(
                ended == null ? now : ended,
                done,
                inputs,
                sum(JobFacts::bytesRead),
                bytesTotal,
                sum(JobFacts::lines),
                0,
                0,
                sum(JobFacts::spilledBytes),
                elapsed());
    }

    /** What the job did; what it costs, others know. Of the attempts of a task, the one that came farthest counts. */
    JobFacts facts(String where, Set<String> rowTasks) {
        List<String> examples = farthest().stream()
                .flatMap(facts -> facts.skippedExamples().stream())
                .limit(MOST_EXAMPLES)
                .toList();
        long keys = 0;
        for (String attempt : rowTasks) {
            JobFacts facts = parts.get(attempt);
            keys += facts == null ? 0 : facts.keys();
        }
        return new JobFacts(
                where,
                inputs,
                sum(JobFacts::bytesRead),
                sum(JobFacts::textBytes),
                sum(JobFacts::lines),
                sum(JobFacts::emitted),
                keys,
                sum(JobFacts::skippedRecords),
                new ArrayList<>(examples),
                sum(JobFacts::replacedCharacters),
                sum(JobFacts::spilledBytes),
                (int) sum(JobFacts::retries),
                elapsed(),
                OptionalDouble.of(0));
    }

    private long sum(ToLongFunction<JobFacts> what) {
        return farthest().stream().mapToLong(what).sum();
    }

    /** Of each task, what its best attempt has done: others failed, or were copies of one that was slow. */
    private Collection<JobFacts> farthest() {
        Map<String, JobFacts> tasks = new HashMap<>();
        parts.forEach((attempt, facts) -> tasks.merge(
                attempt.substring(0, attempt.lastIndexOf('.')),
                facts,
                (left, right) -> reached(left) >= reached(right) ? left : right));
        return tasks.values();
    }

    private static long reached(JobFacts facts) {
        return facts.textBytes() + facts.emitted() + facts.keys();
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
