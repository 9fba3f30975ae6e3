/** What a node does by itself from its first second on: its user-data, and the agent in it. */
@NullMarked
package dev.mayfly.provisioner.bootstrap;

import org.jspecify.annotations.NullMarked;
