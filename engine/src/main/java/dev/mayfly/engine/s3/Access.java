package dev.mayfly.engine.s3;

import java.time.Duration;

/**
 * In whose name, and at whose cost, S3 is asked.
 *
 * @param anonymous without credentials, as public buckets allow
 * @param requesterPays the caller agrees to pay for requests and transfer
 * @param presignedFor how long a presigned URL is valid
 */
record Access(boolean anonymous, boolean requesterPays, Duration presignedFor) {
    /** S3's limit for a presigned URL. */
    private static final Duration LONGEST = Duration.ofDays(7);

    static final Access STANDARD = new Access(false, false, Duration.ofHours(1));

    Access {
        if (presignedFor.compareTo(Duration.ofSeconds(1)) < 0 || presignedFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "presignedFor(duration) needs a duration of 1 s to 7 days; got " + presignedFor);
        }
    }
}
