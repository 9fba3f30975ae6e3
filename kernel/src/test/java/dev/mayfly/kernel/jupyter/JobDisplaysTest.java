package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class JobDisplaysTest {
    private final AtomicLong now = new AtomicLong();
    private final JobDisplays displays =
            new JobDisplays("s-", p -> MimeBundle.text(p.phase() + " " + p.inputsDone()), now::get);
    private final RunningJob job = new FakeWorkspace.FakeJob("job-1");

    private Optional<String> next(JobProgress.Phase phase, int done) {
        return displays.next(job, FakeWorkspace.progress(phase, done))
                .map(shown -> shown.displayId() + " " + shown.isFirst() + " "
                        + shown.bundle().plain());
    }

    @Test
    void updatesComeAtMostFourTimesASecond() {
        assertThat(next(JobProgress.Phase.MAP, 1)).contains("s-job-1 true MAP 1");
        now.addAndGet(249_999_999);
        assertThat(next(JobProgress.Phase.MAP, 2)).isEmpty();
        now.addAndGet(1);
        assertThat(next(JobProgress.Phase.REDUCE, 3)).contains("s-job-1 false REDUCE 3");
        assertThat(next(JobProgress.Phase.REDUCE, 4)).isEmpty();
    }

    @Test
    void theEndIsAlwaysShownAndNothingAfterIt() {
        next(JobProgress.Phase.MAP, 1);
        assertThat(next(JobProgress.Phase.CANCELLED, 2)).contains("s-job-1 false CANCELLED 2");
        now.addAndGet(1_000_000_000);
        assertThat(next(JobProgress.Phase.MAP, 3)).isEmpty();
    }

    @Test
    void aJobThatEndsAtOnceIsShownOnce() {
        assertThat(next(JobProgress.Phase.FINISHED, 1)).contains("s-job-1 true FINISHED 1");
    }
}
