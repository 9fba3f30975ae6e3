package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.sink.Packing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Single small objects, read and written whole. */
final class S3Objects {
    /** More is for a job to read. */
    private static final int MOST_TEXT = 64 << 20;

    private S3Objects() {}

    static HeadObjectResponse head(S3Location at, Connection connection) {
        try {
            return connection.call(
                    at.bucket(),
                    client -> client.headObject(
                            request -> request.bucket(at.bucket()).key(at.key())));
        } catch (SdkException e) {
            throw new JobException(S3Failure.explain(S3Failure.Action.HEAD, at, e), e);
        }
    }

    static S3Input input(S3Location at, Access access, Supplier<Connection> connection) {
        HeadObjectResponse head = head(at, connection.get());
        return new S3Input(
                at, head.contentLength(), head.eTag(), Optional.ofNullable(head.lastModified()), access, connection);
    }

    static byte[] read(S3Input input) {
        if (input.size().orElse(0) > MOST_TEXT) {
            throw tooLarge(input, "has " + input.size().orElse(0));
        }
        try (InputStream in = input.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The text of an object, unpacked where it is gzip. */
    static String text(S3Input input) {
        byte[] stored = read(input);
        boolean gzip = stored.length > 2 && (stored[0] & 0xFF) == 0x1F && (stored[1] & 0xFF) == 0x8B;
        byte[] text = stored;
        try {
            if (gzip) {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
                    text = in.readNBytes(MOST_TEXT + 1);
                }
            }
            if (text.length > MOST_TEXT) {
                throw tooLarge(input, "unpacks to more than " + MOST_TEXT);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JobException(input.name() + " is no text in UTF-8: read it by mapreduce(s3.urls(...))", e);
        } catch (IOException e) {
            throw new JobException(input.name() + " is a damaged gzip: " + e.getMessage(), e);
        }
    }

    private static JobException tooLarge(S3Input input, String what) {
        return new JobException(input.name() + " " + what + " bytes, and text(...) reads at most " + MOST_TEXT
                + ": read it by mapreduce(s3.urls(\"" + input.name() + "\"))");
    }

    static Sink.Receipt put(S3Place place, Packing packing, byte[] content) {
        try {
            return new Sink.Receipt(place.name(), 1, place.store(packing, out -> out.write(content)));
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }
}
