package dev.mayfly.kernel.report;

/**
 * A variable of the cell tagged {@code parameters}.
 *
 * @param java the type to declare it with, as far as possible the one that the cell used
 * @param initial the expression that the cell gives it; empty where it has none
 */
record Parameter(String name, String java, ParameterType type, String initial) {}
