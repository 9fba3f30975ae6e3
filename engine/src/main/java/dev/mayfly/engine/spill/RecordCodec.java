package dev.mayfly.engine.spill;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records, component by component: first a bit for each component of a known final type that is null, then the
 * components. Those whose declared type says little carry their own type.
 */
final class RecordCodec implements Codec<Object> {
    private final Class<?> type;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;
    private final @Nullable Codec<Object>[] codecs;
    private final boolean[] nullable;
    private final TypeTable types;

    RecordCodec(Class<?> type, TypeTable types) {
        this.type = type;
        this.types = types;
        RecordComponent[] components = type.getRecordComponents();
        this.accessors = new MethodHandle[components.length];
        this.codecs = noCodecs(components.length);
        this.nullable = new boolean[components.length];
        Class<?>[] signature = new Class<?>[components.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                signature[i] = components[i].getType();
                accessors[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                codecs[i] = codecOf(signature[i]);
                nullable[i] = codecs[i] != null && !signature[i].isPrimitive();
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, signature))
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new SpillException("record " + type.getTypeName() + " cannot be stored: its module is closed", e);
        }
    }

    /** Whether two records are equal by a method that its author wrote. The compiler's own is final. */
    static boolean hasOwnEquals(Class<?> type) {
        try {
            Method equals = type.getDeclaredMethod("equals", Object.class);
            return !Modifier.isFinal(equals.getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static @Nullable Codec<Object> codecOf(Class<?> component) {
        Class<?> boxed = MethodType.methodType(component).wrap().returnType();
        return component.isEnum() ? new EnumCodec(component) : CodecChoice.scalar(boxed);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of a generic type
    private static @Nullable Codec<Object>[] noCodecs(int count) {
        return new Codec[count];
    }

    @Override
    public void write(Object value, PackedOutput out) {
        @Nullable Object[] parts = new Object[accessors.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = get(accessors[i], value);
        }
        writeNulls(parts, out);
        for (int i = 0; i < parts.length; i++) {
            Codec<Object> codec = codecs[i];
            Object part = parts[i];
            if (codec == null) {
                types.writeAny(part, out);
            } else if (part != null) {
                codec.write(part, out);
            }
        }
    }

    private void writeNulls(@Nullable Object[] parts, PackedOutput out) {
        int bits = 0;
        int used = 0;
        for (int i = 0; i < parts.length; i++) {
            if (nullable[i]) {
                bits |= parts[i] == null ? 1 << used : 0;
                if (++used == 8) {
                    out.writeByte(bits);
                    bits = 0;
                    used = 0;
                }
            }
        }
        if (used > 0) {
            out.writeByte(bits);
        }
    }

    @Override
    public Object read(PackedInput in) {
        boolean[] absent = readNulls(in);
        @Nullable Object[] parts = new Object[accessors.length];
        for (int i = 0; i < parts.length; i++) {
            Codec<Object> codec = codecs[i];
            if (codec == null) {
                parts[i] = types.readAny(in);
            } else if (!absent[i]) {
                parts[i] = codec.read(in);
            }
        }
        try {
            return (Object) constructor.invokeExact(parts);
        } catch (Throwable e) { // whatever the record's constructor throws
            throw new SpillException(
                    "record " + type.getTypeName() + " refused its own components " + Arrays.toString(parts), e);
        }
    }

    private boolean[] readNulls(PackedInput in) {
        boolean[] absent = new boolean[nullable.length];
        int bits = 0;
        int left = 0;
        for (int i = 0; i < absent.length; i++) {
            if (nullable[i]) {
                if (left == 0) {
                    bits = in.readByte();
                    left = 8;
                }
                absent[i] = (bits & 1) != 0;
                bits >>= 1;
                left--;
            }
        }
        return absent;
    }

    private @Nullable Object get(MethodHandle accessor, Object value) {
        try {
            return (Object) accessor.invokeExact(value);
        } catch (Throwable e) { // whatever an accessor that its author wrote throws
            throw new SpillException("record " + type.getTypeName() + " refused to give a component", e);
        }
    }
}
