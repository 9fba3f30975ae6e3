/** The commands and their exit codes. */
@NullMarked
package dev.mayfly.kernel.cli;

import org.jspecify.annotations.NullMarked;
