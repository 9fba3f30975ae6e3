/** What the nodes of a cluster are made of: Spark's programs, and the part of ours that its executors load. */
@NullMarked
package dev.mayfly.kernel.node;

import org.jspecify.annotations.NullMarked;
