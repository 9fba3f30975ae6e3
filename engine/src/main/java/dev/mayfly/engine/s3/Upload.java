package dev.mayfly.engine.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An object in the making: small ones are put at once, larger ones go up in parts while they are written, several at a
 * time. Nothing is visible before {@link #complete}; closing without it aborts, so that no part is left to be billed.
 * Memory: the part that is written and those that go up, {@value Uploads#AT_ONCE} at most; they grow with the object, as
 * S3 takes no more than 10,000 of them. Used by one thread.
 */
final class Upload extends OutputStream {
    private static final int SMALLEST_PART = 8 << 20;
    private static final int PARTS_OF_A_SIZE = 1000;

    private final Connection connection;
    private final S3Location location;
    private final ContentKind kind;
    private final Uploads uploads;
    private final Deque<Future<CompletedPart>> sending = new ArrayDeque<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private int sent;
    private long stored;
    private @Nullable String id;
    private boolean completed;
    private String etag = "";

    Upload(Connection connection, S3Location location, ContentKind kind) {
        this.connection = connection;
        this.location = location;
        this.kind = kind;
        this.uploads = connection.uploads();
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
        return SMALLEST_PART * (1 + sent / PARTS_OF_A_SIZE);
    }

    private void reserve(int capacity) {
        if (capacity > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(partSize(), Math.max(capacity, buffer.length * 2)));
        }
    }

    /** Sends all that was written, and returns when it has arrived; the object stays invisible. */
    void arrive() throws IOException {
        if (filled > 0 || id == null) {
            sendPart();
        }
        while (!sending.isEmpty()) {
            awaitOldest();
        }
        buffer = new byte[0];
    }

    /** Makes the object visible, and returns its bytes. */
    long complete() throws IOException {
        if (id == null) {
            attempt(client -> client.putObject(
                    put -> put.bucket(location.bucket())
                            .key(location.key())
                            .contentType(kind.type())
                            .contentEncoding(kind.encoding().orElse(null)),
                    RequestBody.fromRemainingByteBuffer(ByteBuffer.wrap(buffer, 0, filled))));
            stored = filled;
        } else {
            if (filled > 0 || !sending.isEmpty()) {
                arrive();
            }
            etag = attempt(client -> client.completeMultipartUpload(complete -> complete.bucket(location.bucket())
                            .key(location.key())
                            .uploadId(id)
                            .multipartUpload(all -> all.parts(parts)))
                    .eTag());
            uploads.ended(location, id);
        }
        completed = true;
        return stored;
    }

    /** The version that {@link #complete} of an object in parts made visible. */
    String etag() {
        return etag;
    }

    private void sendPart() throws IOException {
        if (id == null) {
            id = attempt(client -> client.createMultipartUpload(create -> create.bucket(location.bucket())
                            .key(location.key())
                            .contentType(kind.type())
                            .contentEncoding(kind.encoding().orElse(null)))
                    .uploadId());
            uploads.begun(location, id);
        }
        if (sending.size() == Uploads.AT_ONCE) {
            awaitOldest();
        }
        String upload = id;
        int number = ++sent;
        ByteBuffer content = ByteBuffer.wrap(buffer, 0, filled);
        sending.add(uploads.send(() -> sendPart(upload, number, content)));
        stored += filled;
        buffer = new byte[Math.min(buffer.length, partSize())];
        filled = 0;
    }

    private CompletedPart sendPart(String upload, int number, ByteBuffer content) throws IOException {
        UploadPartResponse part = attempt(client -> client.uploadPart(
                request -> request.bucket(location.bucket())
                        .key(location.key())
                        .uploadId(upload)
                        .partNumber(number),
                RequestBody.fromRemainingByteBuffer(content.duplicate())));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
    }

    private void awaitOldest() throws IOException {
        Future<CompletedPart> oldest = sending.remove();
        try {
            parts.add(oldest.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            sending.addFirst(oldest);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(location + " was not written: interrupted").initCause(e);
        }
    }

    private <R> R attempt(Function<S3Client, R> request) throws IOException {
        try {
            return connection.call(location.bucket(), request);
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
            uploads.stop(sending);
            attempt(client -> client.abortMultipartUpload(
                    abort -> abort.bucket(location.bucket()).key(location.key()).uploadId(pending)));
            uploads.ended(location, pending);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
