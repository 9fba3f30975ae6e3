package dev.mayfly.engine.spill;

import org.jspecify.annotations.Nullable;

/**
 * The encodings of one job's keys and values. Each codec adapts to what it is given: it takes the class of the first
 * value as the rule, and tags the values of other classes. Safe for use by many threads.
 *
 * <p>Strings, numbers, dates, enums, records, optional values, arrays and the JDK's collections have compact encodings;
 * other values are Java-serialized; what is neither is refused by name.
 */
public final class Codecs {
    private final TypeTable keys;
    private final TypeTable values;

    /** Encodings that this process alone can read. */
    public Codecs() {
        this(null);
    }

    private Codecs(@Nullable SharedTypes shared) {
        this.keys = new TypeTable(TypeTable.Use.KEYS, shared);
        this.values = new TypeTable(TypeTable.Use.VALUES, shared);
    }

    /**
     * Encodings that all processes with the same agreement can read. In all of them equal keys have equal bytes.
     *
     * @param loader finds the classes of keys and values
     */
    public static Codecs shared(TypeAgreement agreement, ClassLoader loader) {
        return new Codecs(new SharedTypes(agreement, loader));
    }

    /**
     * A codec in which equal keys, as {@code equals} says, and only those, have equal bytes. All threads that write keys
     * to be compared must share one. Types whose equality cannot be told from bytes are refused.
     */
    public <K> Codec<K> keys() {
        return keys("keys");
    }

    /** As {@link #keys()}, one of several that processes share, each by its name. */
    public <K> Codec<K> keys(String name) {
        return new AdaptiveCodec<>(keys, name);
    }

    /** A codec of values of any classes, null included. Who reads must have the one that wrote. */
    public <V> Codec<V> values() {
        return values("values");
    }

    /** As {@link #values()}, one of several that processes share, each by its name. */
    public <V> Codec<V> values(String name) {
        return new AdaptiveCodec<>(values, name);
    }
}
