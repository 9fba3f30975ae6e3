package dev.mayfly.engine.spill;

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

    /** Moves behind the value that starts at the input's position. */
    default void skip(PackedInput in) {
        read(in);
    }
}
