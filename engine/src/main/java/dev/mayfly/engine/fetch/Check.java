package dev.mayfly.engine.fetch;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Whether the bytes of a whole object are those that the store has: by the checksum that S3 sends with it (Amazon S3 User
 * Guide, "Checking object integrity"); else, where no TLS vouches for the bytes, by an entity tag that is their MD5, as
 * those of S3 are that look like one and whose key is not the customer's. Used by one thread at a time.
 */
final class Check {
    private final String expected;
    private final @Nullable Checksum checksum;
    private final @Nullable MessageDigest digest;

    private Check(String expected, @Nullable Checksum checksum, @Nullable MessageDigest digest) {
        this.expected = expected;
        this.checksum = checksum;
        this.digest = digest;
    }

    /**
     * The check that an answer with a whole object allows.
     *
     * @param listed whether the tag comes from a listing of S3
     * @param encrypted whether TLS vouches for the bytes
     */
    static Optional<Check> of(HttpHeaders headers, Optional<String> tag, boolean listed, boolean encrypted) {
        Optional<String> crc32c = stated(headers, "x-amz-checksum-crc32c");
        if (crc32c.isPresent()) {
            return Optional.of(new Check(crc32c.get(), new CRC32C(), null));
        }
        Optional<String> crc32 = stated(headers, "x-amz-checksum-crc32");
        if (crc32.isPresent()) {
            return Optional.of(new Check(crc32.get(), new CRC32(), null));
        }
        boolean isS3 = headers.firstValue("x-amz-request-id").isPresent();
        return encrypted || isOpaque(headers) || !(listed || isS3) ? Optional.empty() : ofTag(tag);
    }

    /** The check that an entity tag allows, if it may be an MD5. */
    static Optional<Check> ofTag(Optional<String> tag) {
        return tag.filter(text -> text.matches("\"[0-9a-fA-F]{32}\""))
                .map(text -> new Check(text.substring(1, 33).toLowerCase(Locale.ROOT), null, md5()));
    }

    /** Whether S3 says that the tag is no MD5, as of objects that a key of the customer's encrypts. */
    static boolean isOpaque(HttpHeaders headers) {
        return headers.firstValue("x-amz-server-side-encryption-customer-algorithm")
                .or(() -> headers.firstValue("x-amz-server-side-encryption").filter(kind -> !kind.equals("AES256")))
                .isPresent();
    }

    /** A checksum of the whole; one of the parts of a multipart upload has their number behind it. */
    private static Optional<String> stated(HttpHeaders headers, String name) {
        return headers.firstValue(name).filter(value -> value.length() == 8);
    }

    void update(ByteBuffer bytes) {
        if (checksum != null) {
            checksum.update(bytes.duplicate());
        } else if (digest != null) {
            digest.update(bytes.duplicate());
        }
    }

    /** Whether all bytes are right; if not, they must come again from the start. */
    boolean isRight() {
        return actual().equals(expected);
    }

    void reset() {
        if (checksum != null) {
            checksum.reset();
        } else if (digest != null) {
            digest.reset();
        }
    }

    private String actual() {
        if (digest != null) {
            return HexFormat.of().formatHex(digest.digest());
        }
        long value = checksum == null ? 0 : checksum.getValue();
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(Integer.BYTES).putInt((int) value).array());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5", e);
        }
    }
}
