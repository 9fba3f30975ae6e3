package dev.mayfly.engine;

import java.io.Serializable;

/**
 * A key and the value computed for it.
 *
 * @param key what the values were grouped by
 * @param value what was computed from them
 */
public record Pair<K, V>(K key, V value) implements Serializable {}
