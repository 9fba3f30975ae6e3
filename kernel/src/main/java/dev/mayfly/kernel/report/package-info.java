/** Re-runs a notebook with parameters and writes it as ipynb and HTML. */
@NullMarked
package dev.mayfly.kernel.report;

import org.jspecify.annotations.NullMarked;
