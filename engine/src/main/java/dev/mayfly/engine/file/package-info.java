/** Files that appear whole or not at all, and folders that vanish with the process that made them. */
@NullMarked
package dev.mayfly.engine.file;

import org.jspecify.annotations.NullMarked;
