package dev.mayfly.engine.s3;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What S3 knows of an object.
 *
 * @param name {@code s3://bucket/key}
 * @param size bytes as stored
 * @param contentType as whoever stored it said
 * @param contentEncoding empty where there is none
 * @param storageClass {@code STANDARD}, or where else it is kept
 * @param encryption {@code AES256}, {@code aws:kms}; empty where S3 does not say
 * @param metadata as whoever stored it said
 */
public record S3Head(
        String name,
        long size,
        @Nullable Instant modified,
        String etag,
        String contentType,
        String contentEncoding,
        String storageClass,
        String encryption,
        Map<String, String> metadata) {
    public S3Head {
        metadata = Map.copyOf(metadata);
    }

    static S3Head of(S3Location at, HeadObjectResponse head) {
        return new S3Head(
                at.toString(),
                head.contentLength() == null ? 0 : head.contentLength(),
                head.lastModified(),
                or(head.eTag(), "").replace("\"", ""),
                or(head.contentType(), ""),
                or(head.contentEncoding(), ""),
                or(head.storageClassAsString(), "STANDARD"),
                or(head.serverSideEncryptionAsString(), ""),
                head.metadata());
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
