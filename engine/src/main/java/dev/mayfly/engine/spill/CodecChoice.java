package dev.mayfly.engine.spill;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which codec a class of values gets, or why it gets none. */
final class CodecChoice {
    private static final Map<Class<?>, Codec<?>> SCALARS = Map.ofEntries(
            Map.entry(String.class, TextCodec.INSTANCE),
            Map.entry(Long.class, NumberCodecs.LONG),
            Map.entry(Integer.class, NumberCodecs.INTEGER),
            Map.entry(Short.class, NumberCodecs.SHORT),
            Map.entry(Byte.class, NumberCodecs.BYTE),
            Map.entry(Character.class, NumberCodecs.CHARACTER),
            Map.entry(Boolean.class, NumberCodecs.BOOLEAN),
            Map.entry(Double.class, NumberCodecs.DOUBLE),
            Map.entry(Float.class, NumberCodecs.FLOAT),
            Map.entry(BigInteger.class, NumberCodecs.BIG_INTEGER),
            Map.entry(BigDecimal.class, NumberCodecs.BIG_DECIMAL),
            Map.entry(LocalDate.class, TimeCodecs.LOCAL_DATE),
            Map.entry(LocalTime.class, TimeCodecs.LOCAL_TIME),
            Map.entry(LocalDateTime.class, TimeCodecs.LOCAL_DATE_TIME),
            Map.entry(Instant.class, TimeCodecs.INSTANT),
            Map.entry(Duration.class, TimeCodecs.DURATION),
            Map.entry(UUID.class, TimeCodecs.UUIDS));

    private final TypeTable types;
    private final CollectionCodecs collections;
    private final Codec<Object> optional;
    private final Codec<Object> serialized;
    private final Map<Class<?>, Codec<Object>> declared = new HashMap<>();

    CodecChoice(TypeTable types) {
        this.types = types;
        this.collections = new CollectionCodecs(types);
        this.optional = new OptionalCodec(types);
        this.serialized = new SerializedCodec(types.shared());
    }

    /** The codec of a class of few, fixed values or of one shape that needs no other type, if it is one. */
    static @Nullable Codec<Object> scalar(Class<?> type) {
        Codec<?> codec = SCALARS.get(type);
        return codec == null ? null : erased(codec);
    }

    /** Whether a codec is of immutable values of one class. */
    static boolean isScalar(@Nullable Codec<?> codec) {
        return codec != null && SCALARS.containsValue(codec);
    }

    /**
     * The codec of the values whose class is the given one.
     *
     * @throws SpillException if there is none
     */
    Codec<Object> of(Class<?> type) {
        Codec<Object> scalar = scalar(type);
        if (scalar != null) {
            return scalar;
        }
        if (type == Optional.class) {
            return optional;
        }
        if (Enum.class.isAssignableFrom(type)) {
            return enumeration(type);
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isArray()) {
            return array(type);
        }
        Codec<Object> collection = collections.of(type);
        if (collection != null) {
            return collection;
        }
        return other(type);
    }

    /** What other processes call the type of a class, which has a codec: one name for all that share it. */
    String name(Class<?> type, Codec<Object> codec) {
        if (codec == serialized) {
            return Serializable.class.getName();
        }
        Class<?> general = collections.general(codec);
        if (general != null) {
            return general.getName();
        }
        return Enum.class.isAssignableFrom(type) && !type.isEnum()
                ? type.getSuperclass().getName()
                : type.getName();
    }

    /** The codec of a type by its name. */
    Codec<Object> named(String name, SharedTypes shared) {
        if (name.equals(Serializable.class.getName())) {
            return serialized;
        }
        Class<?> type = shared.load(name);
        Codec<Object> general = collections.general(type);
        if (general != null && type.isInterface()) {
            return general;
        }
        // The same instance for the same class, where the codec is made for the class.
        return types.of(type).codec();
    }

    private Codec<Object> enumeration(Class<?> type) {
        Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
        synchronized (declared) {
            return declared.computeIfAbsent(declaring, EnumCodec::new);
        }
    }

    private Codec<Object> record(Class<?> type) {
        if (types.use() == TypeTable.Use.KEYS && RecordCodec.hasOwnEquals(type)) {
            throw new SpillException(
                    type.getTypeName() + " cannot be a key, because it has an equals method of its own: "
                            + "group by the components that make two of them equal");
        }
        return new RecordCodec(type, types);
    }

    private Codec<Object> array(Class<?> type) {
        if (types.use() == TypeTable.Use.KEYS) {
            throw new SpillException(type.getTypeName()
                    + " cannot be a key, because an array is equal to nothing but itself: use a List, a String"
                    + " or a record");
        }
        Codec<?> primitive = ArrayCodecs.PRIMITIVE.get(type);
        return primitive != null ? erased(primitive) : ArrayCodecs.objects(type.getComponentType(), types);
    }

    private Codec<Object> other(Class<?> type) {
        if (types.use() == TypeTable.Use.KEYS) {
            // The JDK writes its times by their parts, so that equal ones have equal bytes; of others nobody knows.
            if (!type.getPackageName().startsWith("java.time")) {
                throw new SpillException(type.getTypeName()
                        + " cannot be a key: use a record, an enum, a String, a number or a date instead");
            }
            return serialized;
        }
        if (!Serializable.class.isAssignableFrom(type)) {
            throw new SpillException(type.getTypeName()
                    + " cannot be stored: make it a record, or let it implement java.io.Serializable");
        }
        return serialized;
    }

    @SuppressWarnings("unchecked") // a codec is asked for by the class of the value that it is given
    static Codec<Object> erased(Codec<?> codec) {
        return (Codec<Object>) codec;
    }
}
