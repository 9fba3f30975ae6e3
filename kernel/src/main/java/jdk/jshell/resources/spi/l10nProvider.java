package jdk.jshell.resources.spi;

/** Provides nothing. */
public final class l10nProvider {
    private l10nProvider() {}
}
