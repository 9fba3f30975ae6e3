/** Data to try Mayfly on, made on the machine where it is used. */
@NullMarked
package dev.mayfly.kernel.samples;

import org.jspecify.annotations.NullMarked;
