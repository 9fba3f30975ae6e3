/** Bytes by HTTP: many small objects at once, large ones in ranges, each byte once, whatever breaks on the way. */
@NullMarked
package dev.mayfly.engine.fetch;

import org.jspecify.annotations.NullMarked;
