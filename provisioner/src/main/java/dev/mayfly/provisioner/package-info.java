/** Clusters that live as long as a question: what should be, what is, and the plan between the two. */
@NullMarked
package dev.mayfly.provisioner;

import org.jspecify.annotations.NullMarked;
