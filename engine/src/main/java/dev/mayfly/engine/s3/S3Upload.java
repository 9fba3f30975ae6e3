package dev.mayfly.engine.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An upload that was begun and not completed. It is no object, cannot be read, and is billed for.
 *
 * @param name the object that it would have become
 * @param begun when
 * @param bytes of the parts that have arrived
 */
public record S3Upload(String name, @Nullable Instant begun, long bytes) {}
