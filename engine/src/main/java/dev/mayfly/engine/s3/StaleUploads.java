package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads that nobody will complete, as a killed process leaves them. */
final class StaleUploads {
    private StaleUploads() {}

    /** Aborts the uploads below a prefix that were begun before a time, but none that this process is at work on. */
    static List<S3Upload> abort(S3Location prefix, Instant before, Connection connection) {
        List<S3Upload> aborted = new ArrayList<>();
        for (MultipartUpload upload : list(prefix, connection)) {
            S3Location at = new S3Location(prefix.bucket(), upload.key());
            boolean old = upload.initiated() == null || upload.initiated().isBefore(before);
            if (old && !connection.uploads().isOpen(at, upload.uploadId())) {
                aborted.add(abort(at, upload, connection));
            }
        }
        return List.copyOf(aborted);
    }

    private static List<MultipartUpload> list(S3Location prefix, Connection connection) {
        try {
            return connection.call(prefix.bucket(), client -> client
                    .listMultipartUploadsPaginator(
                            request -> request.bucket(prefix.bucket()).prefix(prefix.key()))
                    .uploads()
                    .stream()
                    .toList());
        } catch (SdkException e) {
            throw new JobException(S3Failure.explain(S3Failure.Action.LIST_UPLOADS, prefix, e), e);
        }
    }

    private static S3Upload abort(S3Location at, MultipartUpload upload, Connection connection) {
        try {
            return connection.call(at.bucket(), client -> {
                long bytes = bytes(at, upload, client);
                client.abortMultipartUpload(
                        request -> request.bucket(at.bucket()).key(at.key()).uploadId(upload.uploadId()));
                return new S3Upload(at.toString(), upload.initiated(), bytes);
            });
        } catch (NoSuchUploadException e) {
            // It was completed or aborted since it was listed.
            return new S3Upload(at.toString(), upload.initiated(), 0);
        } catch (SdkException e) {
            throw new JobException(S3Failure.explain(S3Failure.Action.ABORT, at, e), e);
        }
    }

    private static long bytes(S3Location at, MultipartUpload upload, S3Client client) {
        return client
                .listPartsPaginator(
                        request -> request.bucket(at.bucket()).key(at.key()).uploadId(upload.uploadId()))
                .parts()
                .stream()
                .mapToLong(Part::size)
                .sum();
    }
}
