/** Where results go: one file of lines, or a file for each key; what a place must offer to take them. */
@NullMarked
package dev.mayfly.engine.sink;

import org.jspecify.annotations.NullMarked;
