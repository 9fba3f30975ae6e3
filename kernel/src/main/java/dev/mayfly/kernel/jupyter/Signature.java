package dev.mayfly.kernel.jupyter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) over the four JSON frames of a message, in lower-case hex. An empty key signs nothing and
 * takes everything. Safe for any thread.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    Signature(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    boolean isRequired() {
        return key.length > 0;
    }

    /** The signature frame. */
    byte[] of(List<byte[]> frames) {
        if (!isRequired()) {
            return new byte[0];
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            frames.forEach(mac::update);
            return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Whether the frames were signed with this key; takes as long for a near miss as for a far one. */
    boolean matches(byte[] signature, List<byte[]> frames) {
        return !isRequired() || MessageDigest.isEqual(signature, of(frames));
    }
}
