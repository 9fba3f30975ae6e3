/** Values beyond memory: codecs, packed blocks, and a list larger than the heap. */
@NullMarked
package dev.mayfly.engine.spill;

import org.jspecify.annotations.NullMarked;
