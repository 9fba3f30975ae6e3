package dev.mayfly.kernel.session;

/**
 * What is known of a name in a cell.
 *
 * @param signature as Java source
 * @param text its documentation as plain text; empty where there is none, or where this JDK, or the library, came without
 *     its sources
 * @param html the same as HTML that is safe to show
 */
public record Documentation(String signature, String text, String html) {}
