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

    private final String name;

    /** @param name what other processes that share the types know this codec by */
    AdaptiveCodec(TypeTable types, String name) {
        this.types = types;
        this.name = name;
    }

    /** The rule, if there is one: where processes share it, another may have made it. */
    private @Nullable Rule rule() {
        Rule chosen = rule.get();
        SharedTypes shared = types.shared();
        if (chosen != null || shared == null) {
            return chosen;
        }
        String agreed = shared.agreement().bare(name, "");
        return agreed.isEmpty() ? null : set(shared, agreed);
    }

    private Rule set(SharedTypes shared, String agreed) {
        TypeTable.Type type = types.named(agreed, shared);
        return set(new Rule(shared.load(agreed), type, escapable(type.codec())));
    }

    private Rule set(Rule made) {
        rule.compareAndSet(null, made);
        Rule chosen = rule.get();
        if (chosen == null) {
            throw new AssertionError("a rule was set");
        }
        return chosen;
    }

    /** The codec of the values that are written bare, once there is one. */
    @Nullable
    Codec<Object> bareCodec() {
        Rule chosen = rule();
        return chosen == null ? null : chosen.type().codec();
    }

    /** The class of the values that are written bare, once there is one. */
    @Nullable
    Class<?> bareClass() {
        Rule chosen = rule();
        return chosen == null ? null : chosen.first();
    }

    /** Whether a value that was written follows the rule. */
    boolean isBare(byte[] from, int offset, int length) {
        Rule chosen = rule();
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
        Rule chosen = rule();
        if (chosen == null) {
            throw new IllegalStateException("this codec has written nothing that could be read");
        }
        EscapableCodec<Object> escapable = chosen.escapable();
        boolean bare = escapable == null ? in.readByte() == BARE : !escapable.readEscape(in);
        return (T) (bare ? chosen.type().codec().read(in) : types.readAny(in));
    }

    @Override
    public byte @Nullable [] shortText(T value) {
        return value instanceof String text && isOfTexts() ? TextCodec.INSTANCE.shortText(text) : null;
    }

    @Override
    public boolean isOfTexts() {
        Rule chosen = rule.get();
        return chosen != null && chosen.type().codec() == (Codec<?>) TextCodec.INSTANCE;
    }

    private Rule choose(@Nullable Object value) {
        // A null says nothing about its siblings: text is the likeliest.
        Class<?> first = value == null ? String.class : value.getClass();
        SharedTypes shared = types.shared();
        if (shared != null) {
            return set(shared, shared.agreement().bare(name, types.name(first)));
        }
        TypeTable.Type type = types.of(first);
        return set(new Rule(first, type, escapable(type.codec())));
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
