package com.sun.tools.javac.resources.spi;

/** Provides nothing. */
public final class javacProvider {
    private javacProvider() {}
}
