/** The way to a master by ssh: commands, files, ports in both directions. Knows no cloud. */
@NullMarked
package dev.mayfly.provisioner.ssh;

import org.jspecify.annotations.NullMarked;
