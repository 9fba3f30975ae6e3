package dev.mayfly.kernel.jupyter;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.MimeBundle;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The progress of a cell's jobs: each has one display that is replaced at most four times a second, and at its end by a
 * summary that stays. Safe for any thread.
 */
final class JobDisplays {
    static final Duration LEAST_PAUSE = Duration.ofMillis(250);

    private final String prefix;
    private final Function<JobProgress, MimeBundle> renderer;
    private final LongSupplier nanoClock;
    private final Map<String, Long> shownAt = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    /** @param prefix makes a display's id out of a job's, unique among all kernels whose cells one notebook may hold */
    JobDisplays(String prefix, Function<JobProgress, MimeBundle> renderer, LongSupplier nanoClock) {
        this.prefix = prefix;
        this.renderer = renderer;
        this.nanoClock = nanoClock;
    }

    /** What to publish of a step. */
    record Shown(String displayId, MimeBundle bundle, boolean isFirst) {}

    /** What to publish of this step, or nothing where it comes too soon after the last, or after the end. */
    synchronized Optional<Shown> next(RunningJob job, JobProgress progress) {
        boolean isEnd =
                switch (progress.phase()) {
                    case FINISHED, FAILED, CANCELLED -> true;
                    case WAIT, MAP, REDUCE -> false;
                };
        Long last = shownAt.get(job.id());
        long now = nanoClock.getAsLong();
        boolean tooSoon = !isEnd && last != null && now - last < LEAST_PAUSE.toNanos();
        if (tooSoon || ended.contains(job.id())) {
            return Optional.empty();
        }
        shownAt.put(job.id(), now);
        if (isEnd) {
            ended.add(job.id());
        }
        return Optional.of(new Shown(prefix + job.id(), renderer.apply(progress), last == null));
    }
}
