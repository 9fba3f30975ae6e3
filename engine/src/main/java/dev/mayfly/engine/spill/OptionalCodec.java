package dev.mayfly.engine.spill;

import java.util.Optional;

/** An optional value of any type. */
final class OptionalCodec implements Codec<Object> {
    private final TypeTable types;

    OptionalCodec(TypeTable types) {
        this.types = types;
    }

    @Override
    public void write(Object value, PackedOutput out) {
        types.writeAny(((Optional<?>) value).orElse(null), out);
    }

    @Override
    public Object read(PackedInput in) {
        return Optional.ofNullable(types.readAny(in));
    }
}
