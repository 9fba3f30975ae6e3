package dev.mayfly.engine.spill;

/** A hash of bytes for hash tables and partitions: fast and well spread, not secret. */
public final class PackedHash {
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private PackedHash() {}

    /**
     * Hashes a part of an array.
     *
     * @param seed another seed is another hash: who divides a partition again needs one
     */
    public static long of(byte[] bytes, int offset, int length, long seed) {
        long hash = (seed + length) * FACTOR;
        int at = offset;
        int end = offset + length;
        for (; end - at >= 8; at += 8) {
            hash = mix(hash, (long) PackedOutput.LONGS.get(bytes, at));
        }
        if (at < end) {
            long tail = 0;
            for (int shift = 0; at < end; at++, shift += 8) {
                tail |= (bytes[at] & 0xffL) << shift;
            }
            hash = mix(hash, tail);
        }
        // The finaliser of MurmurHash3 (Austin Appleby): every bit of the input moves every bit of the hash.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long mix(long hash, long word) {
        return Long.rotateLeft(hash ^ (word * 0xff51afd7ed558ccdL), 31) * FACTOR;
    }
}
