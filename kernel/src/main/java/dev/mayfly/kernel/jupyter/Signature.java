package dev.mayfly.kernel.jupyter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * HMAC-SHA256 (RFC 2104) over the four JSON frames of a message, in lower-case hex. An empty key signs nothing and
 * takes everything. Safe for any thread.
 *
 * <p>The JDK's own HMAC first reads the policies of its cryptography and looks into every jar for a handler of URLs, before
 * a kernel can answer; these are the few lines of the RFC over the JDK's SHA-256.
 */
final class Signature {
    private static final int BLOCK = 64;

    private final boolean required;
    private final byte[] innerKey;
    private final byte[] outerKey;

    Signature(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        required = bytes.length > 0;
        innerKey = padded(bytes, 0x36);
        outerKey = padded(bytes, 0x5c);
    }

    boolean isRequired() {
        return required;
    }

    /** The signature frame. */
    byte[] of(List<byte[]> frames) {
        if (!isRequired()) {
            return new byte[0];
        }
        MessageDigest inner = sha256();
        inner.update(innerKey);
        frames.forEach(inner::update);
        MessageDigest outer = sha256();
        outer.update(outerKey);
        outer.update(inner.digest());
        return HexFormat.of().formatHex(outer.digest()).getBytes(StandardCharsets.US_ASCII);
    }

    /** The key as long as a block, each of its bytes changed as the RFC says. */
    private static byte[] padded(byte[] key, int with) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) with;
        }
        return block;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the frames were signed with this key; takes as long for a near miss as for a far one. */
    boolean matches(byte[] signature, List<byte[]> frames) {
        return !isRequired() || MessageDigest.isEqual(signature, of(frames));
    }
}
