package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.ProvisionerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ClusterStandingTest {
    private static final ClusterStatus EMPTY = new ClusterStatus(
            "night",
            "ec2",
            List.of(),
            OptionalDouble.empty(),
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            "");

    @Test
    void whoeverLooksNeverWaitsForTheCloudWhichIsAskedOnceWhileItsAnswerIsGood() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ClusterStanding standing = new ClusterStanding(
                () -> {
                    asked.incrementAndGet();
                    awaitQuietly(answers);
                    return EMPTY;
                },
                Duration.ofHours(1));
        assertThat(standing.line()).isEmpty();
        assertThat(standing.line()).isEmpty();
        answers.countDown();
        assertThat(awaitLine(standing::line)).isEqualTo("cluster night: no nodes");
        assertThat(standing.line()).isPresent();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aCloudThatRefusesSaysWhyAndIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ClusterStanding standing = new ClusterStanding(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new ProvisionerException("the credentials have expired");
                    }
                    return EMPTY;
                },
                Duration.ZERO);
        assertThat(awaitLine(standing::line)).isEqualTo("cluster: the credentials have expired");
        assertThat(awaitLine(() -> standing.line().filter(line -> line.contains("night"))))
                .isEqualTo("cluster night: no nodes");
    }

    private static String awaitLine(Supplier<Optional<String>> look) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        Optional<String> line = look.get();
        while (line.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(5);
            line = look.get();
        }
        return line.orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
