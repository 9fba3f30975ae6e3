/** The embedded backend: runs plans in this process, on all its processors, within a stated share of its heap. */
@NullMarked
package dev.mayfly.engine.local;

import org.jspecify.annotations.NullMarked;
