package dev.mayfly.kernel.session;

import org.jspecify.annotations.Nullable;

/**
 * A variable of the session.
 *
 * @param type its declared type, as Java source
 * @param value the live object that it holds now
 */
public record Variable(String name, String type, @Nullable Object value) {}
