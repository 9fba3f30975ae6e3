/** The terminal: a REPL on JLine. */
@NullMarked
package dev.mayfly.kernel.terminal;

import org.jspecify.annotations.NullMarked;
