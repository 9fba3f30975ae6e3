package dev.mayfly.engine.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object in the making: small ones are put at once, larger ones go up in parts while they are written. Nothing is
 * visible before {@link #complete}; closing without it aborts, so that no part is left to be billed. Memory: one part,
 * which grows with the object, as S3 takes no more than 10,000 of them.
 */
final class Upload extends OutputStream {
    private static final int SMALLEST_PART = 8 << 20;
    private static final int PARTS_OF_A_SIZE = 1000;

    private final S3Client client;
    private final S3Location location;
    private final ContentKind kind;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private long stored;
    private @Nullable String id;
    private boolean completed;

    Upload(S3Client client, S3Location location, ContentKind kind) {
        this.client = client;
        this.location = location;
        this.kind = kind;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            if (filled == partSize()) {
                sendPart();
            }
            int n = Math.min(left, partSize() - filled);
            reserve(filled + n);
            System.arraycopy(bytes, from, buffer, filled, n);
            filled += n;
            from += n;
            left -= n;
        }
    }

    private int partSize() {
        return SMALLEST_PART * (1 + parts.size() / PARTS_OF_A_SIZE);
    }

    private void reserve(int capacity) {
        if (capacity > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(partSize(), Math.max(capacity, buffer.length * 2)));
        }
    }

    /** Makes the object visible, and returns its bytes. */
    long complete() throws IOException {
        if (id == null) {
            attempt(() -> client.putObject(
                    put -> put.bucket(location.bucket())
                            .key(location.key())
                            .contentType(kind.type())
                            .contentEncoding(kind.encoding().orElse(null)),
                    content()));
            stored = filled;
        } else {
            if (filled > 0) {
                sendPart();
            }
            attempt(() -> client.completeMultipartUpload(complete -> complete.bucket(location.bucket())
                    .key(location.key())
                    .uploadId(id)
                    .multipartUpload(all -> all.parts(parts))));
        }
        completed = true;
        return stored;
    }

    private void sendPart() throws IOException {
        attempt(() -> {
            if (id == null) {
                id = client.createMultipartUpload(create -> create.bucket(location.bucket())
                                .key(location.key())
                                .contentType(kind.type())
                                .contentEncoding(kind.encoding().orElse(null)))
                        .uploadId();
            }
            int number = parts.size() + 1;
            UploadPartResponse part = client.uploadPart(
                    upload -> upload.bucket(location.bucket())
                            .key(location.key())
                            .uploadId(id)
                            .partNumber(number),
                    content());
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(part.eTag())
                    .checksumCRC32(part.checksumCRC32())
                    .build());
        });
        stored += filled;
        filled = 0;
    }

    private RequestBody content() {
        return RequestBody.fromRemainingByteBuffer(ByteBuffer.wrap(buffer, 0, filled));
    }

    private void attempt(Runnable request) throws IOException {
        try {
            request.run();
        } catch (SdkException e) {
            throw new IOException(S3Failure.explain(S3Failure.Action.WRITE, location, e), e);
        }
    }

    /** Whether S3 may have stored an object although the request for it failed: it was sent, and no answer came. */
    static boolean mayHaveArrived(IOException failure) {
        return failure.getCause() instanceof SdkClientException;
    }

    @Override
    public void close() throws IOException {
        String pending = id;
        if (pending == null || completed) {
            return;
        }
        id = null;
        // The client sends nothing on behalf of an interrupted thread, and this must be sent.
        boolean interrupted = Thread.interrupted();
        try {
            attempt(() -> client.abortMultipartUpload(
                    abort -> abort.bucket(location.bucket()).key(location.key()).uploadId(pending)));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
