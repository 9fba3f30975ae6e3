/** What executors run: a job's parts, which ask the session for what they read and hand it what they make. */
@NullMarked
package dev.mayfly.engine.node;

import org.jspecify.annotations.NullMarked;
