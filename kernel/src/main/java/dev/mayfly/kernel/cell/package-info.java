/** What a cell finds on hand, and one session as a front end sees it. */
@NullMarked
package dev.mayfly.kernel.cell;

import org.jspecify.annotations.NullMarked;
