/** One value becomes one MIME bundle: tables, charts, progress, errors. */
@NullMarked
package dev.mayfly.kernel.display;

import org.jspecify.annotations.NullMarked;
