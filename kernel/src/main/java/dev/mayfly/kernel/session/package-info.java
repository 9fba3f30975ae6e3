/** The JShell session: evaluate, complete, inspect, interrupt, class bytes. Knows neither Jupyter nor JLine. */
@NullMarked
package dev.mayfly.kernel.session;

import org.jspecify.annotations.NullMarked;
