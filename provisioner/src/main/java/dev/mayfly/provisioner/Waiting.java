package dev.mayfly.provisioner;

import java.time.Duration;

/** Lets time pass between two looks at a cloud, which says nothing of itself. */
@FunctionalInterface
public interface Waiting {
    /** Returns after some time. */
    void pause(Duration time) throws InterruptedException;

    /** By the clock of this machine. */
    static Waiting real() {
        return time -> Thread.sleep(time.toMillis());
    }
}
