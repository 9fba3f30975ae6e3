/** Runs plans on a Spark cluster, over Spark Connect: the session's half of what {@code engine.node} does there. */
@NullMarked
package dev.mayfly.engine.spark;

import org.jspecify.annotations.NullMarked;
