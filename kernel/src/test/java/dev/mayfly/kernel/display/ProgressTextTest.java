package dev.mayfly.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.JobProgress.Phase;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static JobProgress at(Phase phase, long bytes, OptionalLong total, long spilled) {
        return new JobProgress(phase, 3, 10, bytes, total, 1_234_567, 4, 16, spilled, Duration.ofSeconds(4));
    }

    @Test
    void readingShowsPercentRateLinesAndTimeLeft() {
        assertThat(ProgressText.line(at(Phase.MAP, 400_000_000, OptionalLong.of(1_000_000_000), 0)))
                .isEqualTo("reading 40 %, 400 MB of 1.0 GB, 100 MB/s, 1,234,567 lines, 6 s left");
    }

    @Test
    void withoutSizesTheInputsAreCounted() {
        assertThat(ProgressText.line(at(Phase.MAP, 400_000_000, OptionalLong.empty(), 7_000_000)))
                .isEqualTo("reading 30 %, 400 MB, 100 MB/s, 1,234,567 lines, 10 s left, 7.0 MB spilled");
    }

    @Test
    void reducingCountsPartitions() {
        assertThat(ProgressText.line(at(Phase.REDUCE, 1, OptionalLong.of(1), 0)))
                .isEqualTo("reducing 25 %, 1,234,567 lines, 4.0 s so far");
    }

    @Test
    void theEndIsASummaryWithoutABar() {
        MimeBundle end = ProgressText.bundle(at(Phase.FINISHED, 1_000_000_000, OptionalLong.of(1_000_000_000), 0));

        assertThat(end.plain()).isEqualTo("done: 10 inputs, 1,234,567 lines, 1.0 GB in 4.0 s, 250 MB/s");
        assertThat((String) end.data().get(MimeBundle.HTML)).doesNotContain("progress");
    }

    @Test
    void aStoppedJobSaysHowFarItCame() {
        assertThat(ProgressText.line(at(Phase.CANCELLED, 500, OptionalLong.of(1000), 0)))
                .isEqualTo("stopped after 4.0 s: 3 of 10 inputs, 1,234,567 lines, 500 B");
    }

    @Test
    void runningPagesHaveABarAndTheLineFitsTheTerminal() {
        JobProgress running = at(Phase.MAP, 500, OptionalLong.of(1000), 0);

        assertThat((String) ProgressText.bundle(running).data().get(MimeBundle.HTML))
                .contains("<progress max=\"100\" value=\"50\">");
        assertThat(ProgressText.bundle(running).plain()).startsWith("━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ reading 50 %");
        assertThat(ProgressText.line(running, 12)).isEqualTo("reading 50 …");
    }
}
