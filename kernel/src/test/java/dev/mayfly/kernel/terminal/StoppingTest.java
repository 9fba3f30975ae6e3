package dev.mayfly.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.SilentFrontEnd;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StoppingTest {
    private final FakeWorkspace workspace = new FakeWorkspace();
    private final CountDownLatch mayStop = new CountDownLatch(1);
    private final Runs runs = new Runs(workspace, run -> new SilentFrontEnd(), (run, reply) -> {});
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Stopping stopping = new Stopping(runs, notes::add);

    @AfterEach
    void close() {
        mayStop.countDown();
        runs.close();
    }

    /** A cell that hears that it is to stop only when the test lets it. */
    private void runACell() throws InterruptedException {
        workspace.inLoop = () -> {
            try {
                mayStop.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        runs.submit(1, "loop");
        assertThat(workspace.looping.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoLeavesWhileACellRunsIsAskedOnce() throws Exception {
        runACell();
        assertThat(stopping.leaves()).isFalse();
        assertThat(notes).containsExactly("In [1] still runs: once more to stop it and leave.");
        assertThat(stopping.leaves()).isTrue();
    }

    @Test
    void whoLeavesWhileACellIsAboutToStopIsNotAsked() throws Exception {
        runACell();
        stopping.stop();
        CompletableFuture<Boolean> leaves = new CompletableFuture<>();
        Thread leaving = new Thread(() -> leaves.complete(stopping.leaves()));
        leaving.start();
        while (leaving.getState() != Thread.State.TIMED_WAITING && leaving.isAlive()) {
            Thread.onSpinWait();
        }
        mayStop.countDown();
        assertThat(leaves.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(notes).isEmpty();
    }
}
