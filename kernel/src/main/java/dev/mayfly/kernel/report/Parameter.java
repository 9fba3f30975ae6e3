package dev.mayfly.kernel.report;

/**
 * A variable of the cell tagged {@code parameters}.
 *
 * @param java the type to declare it with, as far as possible the one that the cell used
 */
record Parameter(String name, String java, ParameterType type) {}
