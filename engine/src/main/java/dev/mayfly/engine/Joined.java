package dev.mayfly.engine;

import java.io.Serializable;

/**
 * Two elements that met by equal keys. Where an outer join may miss a side, that side is an {@code Optional}. Rows of
 * one key can share an element, so a function must not change it.
 *
 * @param key what both were grouped by
 * @param left of the plan that {@code join} was called on
 * @param right of the other plan
 */
public record Joined<K, L, R>(K key, L left, R right) implements Serializable {}
