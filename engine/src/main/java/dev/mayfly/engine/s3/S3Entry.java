package dev.mayfly.engine.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a listing.
 *
 * @param name {@code s3://bucket/key}; a folder's ends in a slash
 * @param size bytes as stored; null for a folder
 * @param modified when it was stored; null for a folder
 * @param etag its version as S3 names it; null for a folder
 */
public record S3Entry(
        String name,
        @Nullable Long size,
        @Nullable Instant modified,
        @Nullable String etag) {

    static S3Entry folder(S3Location at) {
        return new S3Entry(at.toString(), null, null, null);
    }

    static S3Entry object(S3Location at, Long size, @Nullable Instant modified, @Nullable String etag) {
        return new S3Entry(at.toString(), size, modified, etag == null ? null : etag.replace("\"", ""));
    }
}
