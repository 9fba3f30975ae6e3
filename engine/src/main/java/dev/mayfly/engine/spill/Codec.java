package dev.mayfly.engine.spill;

import org.jspecify.annotations.Nullable;

/**
 * How a value becomes bytes and back. The bytes say where they end, so that values can follow each other. They are
 * meant for the process that wrote them: types are told apart by their live {@link Class} objects. Safe for use by many
 * threads.
 */
public interface Codec<T> {
    /**
     * Appends a value.
     *
     * @throws SpillException if the value's type has no encoding; it names the type
     */
    void write(T value, PackedOutput out);

    /** Reads the value that starts at the input's position, and moves behind it. */
    T read(PackedInput in);

    /**
     * The characters of a value that is packed as {@link #shortTextHead} and these, a byte each; null where it is packed
     * otherwise. Nobody may change the array.
     */
    default byte @Nullable [] shortText(T value) {
        return null;
    }

    /**
     * Whether a {@code String} that is Latin-1 is packed as {@link #writeText} does it, and as {@link #shortText} says. What
     * holds once holds from then on.
     */
    default boolean isOfTexts() {
        return false;
    }

    /** The byte before so many characters of a {@link #shortText}. */
    static int shortTextHead(int length) {
        return TextCodec.shortHead(length);
    }

    /** Packs a text of Latin-1 characters, a byte each, where {@link #isOfTexts}. */
    static void writeText(byte[] characters, int offset, int count, PackedOutput out) {
        TextCodec.writeLatin(characters, offset, count, out);
    }

    /** Moves behind the value that starts at the input's position. */
    default void skip(PackedInput in) {
        read(in);
    }
}
