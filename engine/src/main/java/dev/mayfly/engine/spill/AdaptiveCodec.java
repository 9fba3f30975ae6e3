package dev.mayfly.engine.spill;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes the first value's type as the rule, whose values are written bare; null and values of other types follow an
 * escape, with their own type.
 */
final class AdaptiveCodec<T> implements Codec<T> {
    private static final int BARE = 0;
    private static final int TAGGED = 1;

    private record Rule(
            Class<?> first, TypeTable.Type type, @Nullable EscapableCodec<Object> escapable) {}

    private final TypeTable types;
    private final AtomicReference<@Nullable Rule> rule = new AtomicReference<>();

    AdaptiveCodec(TypeTable types) {
        this.types = types;
    }

    /** The codec of the values that are written bare, once there is one. */
    @Nullable
    Codec<Object> bareCodec() {
        Rule chosen = rule.get();
        return chosen == null ? null : chosen.type().codec();
    }

    /** The class of the values that are written bare, once there is one. */
    @Nullable
    Class<?> bareClass() {
        Rule chosen = rule.get();
        return chosen == null ? null : chosen.first();
    }

    /** Whether a value that was written follows the rule. */
    boolean isBare(byte[] from, int offset, int length) {
        Rule chosen = rule.get();
        EscapableCodec<Object> escapable = chosen == null ? null : chosen.escapable();
        return escapable == null ? from[offset] == BARE : !escapable.isEscape(from, offset, length);
    }

    @Override
    public void write(T value, PackedOutput out) {
        Rule chosen = rule.get();
        if (chosen == null) {
            chosen = choose(value);
        }
        boolean bare = value != null
                && (value.getClass() == chosen.first()
                        || types.of(value.getClass()).id() == chosen.type().id());
        EscapableCodec<Object> escapable = chosen.escapable();
        if (escapable == null) {
            out.writeByte(bare ? BARE : TAGGED);
        } else if (!bare) {
            escapable.writeEscape(out);
        }
        if (bare) {
            chosen.type().codec().write(value, out);
        } else {
            types.writeAny(value, out);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // null is a value where T admits it, which no annotation of T says
    public T read(PackedInput in) {
        Rule chosen = rule.get();
        if (chosen == null) {
            throw new IllegalStateException("this codec has written nothing that could be read");
        }
        EscapableCodec<Object> escapable = chosen.escapable();
        boolean bare = escapable == null ? in.readByte() == BARE : !escapable.readEscape(in);
        return (T) (bare ? chosen.type().codec().read(in) : types.readAny(in));
    }

    private Rule choose(@Nullable Object value) {
        // A null says nothing about its siblings: text is the likeliest.
        Class<?> first = value == null ? String.class : value.getClass();
        TypeTable.Type type = types.of(first);
        Codec<Object> codec = type.codec();
        rule.compareAndSet(null, new Rule(first, type, escapable(codec)));
        Rule chosen = rule.get();
        if (chosen == null) {
            throw new AssertionError("a rule was set");
        }
        return chosen;
    }

    @SuppressWarnings("unchecked") // it is a codec of objects already
    private static @Nullable EscapableCodec<Object> escapable(Codec<Object> codec) {
        return codec instanceof EscapableCodec<?> ? (EscapableCodec<Object>) codec : null;
    }

    @Override
    public void skip(PackedInput in) {
        Codec<Object> bare = bareCodec();
        if (bare != null && isBare(in.array(), in.position(), in.remaining()) && bare instanceof EscapableCodec<?>) {
            bare.skip(in);
        } else {
            read(in);
        }
    }
}
