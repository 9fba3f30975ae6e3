package dev.mayfly.engine.source;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The native libdeflate, which decodes a whole gzip member at a time, checksum and length included, about three times as
 * fast as {@link java.util.zip.Inflater}. There is one on Java 22 and newer, where {@link LibdeflateBinding} finds it.
 * Used by one thread.
 */
final class Libdeflate {
    private static final Optional<LibdeflateBinding> BINDING = LibdeflateBinding.find();

    private final LibdeflateBinding binding;
    private final long decompressor;
    /** Where the library says how much it read and wrote. */
    private final ByteBuffer counts = ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());

    private final long countsAddress;

    /** How decoding a member ended. */
    enum Outcome {
        DONE,
        DAMAGED,
        NO_ROOM
    }

    private Libdeflate(LibdeflateBinding binding) throws Throwable {
        this.binding = binding;
        this.decompressor = binding.allocate(this);
        this.countsAddress = binding.address(counts);
    }

    /** A decoder, where this JDK and machine have one. */
    static Optional<Libdeflate> create() {
        return BINDING.map(binding -> {
            try {
                return new Libdeflate(binding);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        });
    }

    /**
     * Decodes a gzip member. Where it is done, both positions are moved behind it; else neither is.
     *
     * @param in direct; the member starts at its position and may be followed by other bytes
     * @param out direct; filled from its position
     */
    Outcome decode(ByteBuffer in, ByteBuffer out) {
        int result;
        try {
            result = binding.decode(decompressor, in, out, countsAddress);
        } catch (Throwable e) {
            throw unexpected(e);
        } finally {
            Reference.reachabilityFence(this);
        }
        if (result == LibdeflateBinding.SUCCESS) {
            in.position(in.position() + (int) counts.getLong(0));
            out.position(out.position() + (int) counts.getLong(Long.BYTES));
            return Outcome.DONE;
        }
        return result == LibdeflateBinding.INSUFFICIENT_SPACE ? Outcome.NO_ROOM : Outcome.DAMAGED;
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("libdeflate cannot be called: " + e, e);
    }
}
