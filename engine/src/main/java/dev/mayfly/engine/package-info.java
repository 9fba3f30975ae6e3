/** The public API: what an analyst types, and what a backend runs. */
@NullMarked
package dev.mayfly.engine;

import org.jspecify.annotations.NullMarked;
