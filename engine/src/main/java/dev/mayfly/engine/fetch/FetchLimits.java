package dev.mayfly.engine.fetch;

import java.time.Duration;

/**
 * What fetching may take, and for how long it is patient.
 *
 * @param connections requests in flight at once
 * @param memory bytes that are held, fetched and not yet read
 * @param part the bytes of one range; what is larger by half is fetched in several ranges at once
 * @param tries requests in a row without a single byte after which an input fails
 * @param stall a request that brings nothing for so long is given up, and made again
 * @param firstDelay the longest wait before the second try; each further one may wait twice as long
 * @param longestDelay the longest wait of all
 */
public record FetchLimits(
        int connections, long memory, int part, int tries, Duration stall, Duration firstDelay, Duration longestDelay) {
    /** The most connections that are ever made at once. */
    public static final int MOST_CONNECTIONS = 128;

    private static final int SHARE_OF_HEAP = 12;

    public FetchLimits {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be 1 to " + MOST_CONNECTIONS + "; got " + connections);
        }
        if (part < 1 || memory < part) {
            throw new IllegalArgumentException(
                    "memory must hold a part, of at least 1 byte; got " + memory + " for parts of " + part);
        }
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1; got " + tries);
        }
    }

    /**
     * 128 connections, a twelfth of the heap up to 64 MB, parts of up to 4 MB; six tries of 10 s each, so that an input
     * which brings nothing fails within about a minute.
     */
    public static FetchLimits standard() {
        long memory =
                Math.max(4L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
        return new FetchLimits(
                MOST_CONNECTIONS,
                memory,
                (int) (memory / 16),
                6,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(10));
    }

    /** These limits for inputs that are read one at a time. */
    FetchLimits ofOne() {
        return new FetchLimits(
                Math.min(connections, 8), memory / 2 + part, part, tries, stall, firstDelay, longestDelay);
    }

    /** The longest range: what is longer is cut. */
    long longest() {
        return part + part / 2L;
    }

    long delayNanos(int failures) {
        long first = firstDelay.toNanos();
        int doublings = Math.min(failures - 1, 30);
        return first > longestDelay.toNanos() >> doublings ? longestDelay.toNanos() : first << doublings;
    }
}
