package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.ProvisionerException;
import java.time.Duration;

/** Bounds a wait for another process, which says nothing of itself when it is ready or gone. */
final class Deadline {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long STEP_MILLIS = 5;

    private final long end = System.nanoTime() + LONGEST.toNanos();

    /** Waits a moment, or throws if it has been too long, or this thread is interrupted. */
    void pause(String complaint) {
        if (System.nanoTime() - end > 0) {
            throw new ProvisionerException(complaint + " after " + LONGEST.toSeconds() + " s.");
        }
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionerException("Interrupted: " + complaint + " yet.", e);
        }
    }
}
