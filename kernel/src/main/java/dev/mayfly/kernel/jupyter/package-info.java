/** The Jupyter wire protocol: a kernel over ZeroMQ. */
@NullMarked
package dev.mayfly.kernel.jupyter;

import org.jspecify.annotations.NullMarked;
