/** Nodes on Amazon EC2, known by their tags alone. */
@NullMarked
package dev.mayfly.provisioner.ec2;

import org.jspecify.annotations.NullMarked;
