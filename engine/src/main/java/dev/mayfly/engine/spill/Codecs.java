package dev.mayfly.engine.spill;

/**
 * The encodings of one job's keys and values. Each codec adapts to what it is given: it takes the class of the first
 * value as the rule, and tags the values of other classes. Safe for use by many threads.
 *
 * <p>Strings, numbers, dates, enums, records, optional values, arrays and the JDK's collections have compact encodings;
 * other values are Java-serialized; what is neither is refused by name.
 */
public final class Codecs {
    private final TypeTable keys = new TypeTable(TypeTable.Use.KEYS);
    private final TypeTable values = new TypeTable(TypeTable.Use.VALUES);

    /**
     * A codec in which equal keys, as {@code equals} says, and only those, have equal bytes. All threads that write keys
     * to be compared must share one. Types whose equality cannot be told from bytes are refused.
     */
    public <K> Codec<K> keys() {
        return new AdaptiveCodec<>(keys);
    }

    /** A codec of values of any classes, null included. Who reads must have the one that wrote. */
    public <V> Codec<V> values() {
        return new AdaptiveCodec<>(values);
    }
}
