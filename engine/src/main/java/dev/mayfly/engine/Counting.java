package dev.mayfly.engine;

/**
 * Emits 1 by a key of each element. A record, since a backend that sees what the key is can find it without a
 * {@code String} of every element.
 *
 * @param key of an element
 */
public record Counting<T, K>(Transform<T, K> key) implements Mapper<T, K, Long> {
    @Override
    public void map(T element, Emitter<K, Long> out) throws Exception {
        out.emit(key.apply(element), 1L);
    }
}
