package dev.mayfly.kernel.session;

/**
 * What is known of a name in a cell.
 *
 * @param signature as Java source
 * @param text its documentation as plain text; empty where there is none, or where this JDK came without its sources
 */
public record Documentation(String signature, String text) {}
