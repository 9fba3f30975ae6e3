package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Waiting;
import java.time.Duration;

/** A wait that an interrupt ends with an error that says what is left. */
final class Pauses {
    private Pauses() {}

    static void take(Waiting waiting, Duration time) {
        try {
            waiting.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisionerException(
                    "Interrupted while EC2 was asked: what was started stays. Call up again, or down().", e);
        }
    }
}
