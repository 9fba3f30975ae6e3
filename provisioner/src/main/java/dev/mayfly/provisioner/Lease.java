package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a node may live. When it is over, the node ends itself, and whoever plans next reaps it if it did not.
 *
 * @param until the first instant at which it is over
 */
public record Lease(Instant until) {

    /** A lease that starts at some instant. */
    public static Lease from(Instant start, Duration length) {
        return new Lease(start.plus(length));
    }

    /** What is left; never negative. */
    public Duration remaining(Instant now) {
        return expired(now) ? Duration.ZERO : Duration.between(now, until);
    }

    /** Whether it is over. */
    public boolean expired(Instant now) {
        return !now.isBefore(until);
    }
}
