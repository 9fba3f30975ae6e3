package dev.mayfly.kernel.jupyter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Notices that the client that started this kernel is gone, killed perhaps, and cannot end it any more. Jupyter gives
 * its process id as {@code JPY_PARENT_PID}.
 *
 * <p>A process whose parent dies gets another one, at once, even while the dead parent waits to be reaped: so the own
 * parent is compared where it is the client. Behind a wrapper script it is not; then the client itself is looked for.
 * The system has no event for either, so they are asked for twice a second.
 */
final class ParentWatch {
    private static final String VARIABLE = "JPY_PARENT_PID";
    private static final Duration PAUSE = Duration.ofMillis(500);

    private ParentWatch() {}

    /** Watches, where the environment names a client that is there; runs {@code onGone} once it is not. */
    static void start(Map<String, String> environment, Runnable onGone) {
        isGone(environment).ifPresent(gone -> Daemons.start("mayfly-jupyter-parent", () -> watch(gone, onGone)));
    }

    private static void watch(BooleanSupplier gone, Runnable onGone) {
        try {
            while (!gone.getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            onGone.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<BooleanSupplier> isGone(Map<String, String> environment) {
        OptionalLong client = client(environment);
        if (client.isEmpty()) {
            return Optional.empty();
        }
        long pid = client.getAsLong();
        if (parent().equals(Optional.of(pid))) {
            return Optional.of(() -> !parent().equals(Optional.of(pid)));
        }
        // A number of another machine or container means nothing here.
        return ProcessHandle.of(pid).map(process -> () -> !process.isAlive());
    }

    private static OptionalLong client(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        return value.matches("[1-9]\\d{0,17}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    private static Optional<Long> parent() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }
}
