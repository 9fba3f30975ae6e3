package dev.mayfly.engine.spill;

/** A codec with a byte sequence that no value has, so that a value of another type can be announced without a tag. */
interface EscapableCodec<T> extends Codec<T> {
    void writeEscape(PackedOutput out);

    /** Whether the escape comes next; moves behind it if so. */
    boolean readEscape(PackedInput in);

    /** Whether a record of a length, which is not empty, starts with the escape. */
    boolean isEscape(byte[] from, int offset, int length);
}
