package dev.mayfly.engine;

/** Takes the pairs that a {@link Mapper} produces. Valid only during the call that it was passed to. */
@FunctionalInterface
public interface Emitter<K, V> {
    /**
     * Adds one value to a key.
     *
     * @throws JobException if the key or the value is null
     */
    void emit(K key, V value);
}
