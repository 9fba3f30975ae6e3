package dev.mayfly.kernel.cli;

/**
 * A piece of a script that runs by itself.
 *
 * @param code its text, without the line break at its end
 * @param line the line of the script that it starts at, from 1
 */
record Chunk(String code, int line) {}
