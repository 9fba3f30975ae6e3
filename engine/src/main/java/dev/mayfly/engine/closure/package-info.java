/**
 * From lambdas typed in cells to a bundle that another process can run: the classes of the cells that they reach, the
 * session's variables by value, and the functions themselves.
 */
@NullMarked
package dev.mayfly.engine.closure;

import org.jspecify.annotations.NullMarked;
