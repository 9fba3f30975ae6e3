/** Inputs, splits, and the way from stored bytes to lines and records. */
@NullMarked
package dev.mayfly.engine.source;

import org.jspecify.annotations.NullMarked;
