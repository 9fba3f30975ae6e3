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
 * Guide, "Checking object integrity"); else, where no TLS vouches for the bytes, by an entity tag that is their MD5. A
 * tag may look like one and be none; so bytes that come twice alike are right whatever it says. Used by one thread at a
 * time.
 */
final class Check {
    private final String expected;
    private final @Nullable Checksum checksum;
    private final @Nullable MessageDigest digest;
    private String last = "";

    private Check(String expected, @Nullable Checksum checksum, @Nullable MessageDigest digest) {
        this.expected = expected;
        this.checksum = checksum;
        this.digest = digest;
    }

    /** The check that an answer with a whole object allows. */
    static Optional<Check> of(HttpHeaders headers, Optional<String> tag, boolean encrypted) {
        Optional<String> crc32c = stated(headers, "x-amz-checksum-crc32c");
        if (crc32c.isPresent()) {
            return Optional.of(new Check(crc32c.get(), new CRC32C(), null));
        }
        Optional<String> crc32 = stated(headers, "x-amz-checksum-crc32");
        if (crc32.isPresent()) {
            return Optional.of(new Check(crc32.get(), new CRC32(), null));
        }
        boolean opaque = headers.firstValue("x-amz-server-side-encryption")
                .filter(kind -> !kind.equals("AES256"))
                .isPresent();
        return tag.filter(text -> !encrypted && !opaque && text.matches("\"[0-9a-fA-F]{32}\""))
                .map(text -> new Check(text.substring(1, 33).toLowerCase(Locale.ROOT), null, md5()));
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
        String actual = actual();
        boolean right = actual.equals(expected) || actual.equals(last);
        last = actual;
        return right;
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
