/** Nodes that are processes of this machine: for trying things out, and for tests of what is above. */
@NullMarked
package dev.mayfly.provisioner.local;

import org.jspecify.annotations.NullMarked;
