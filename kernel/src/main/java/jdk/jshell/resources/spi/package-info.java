/** The name that the JDK asks for before JShell takes its texts: as for those of the compiler. */
@NullMarked
package jdk.jshell.resources.spi;

import org.jspecify.annotations.NullMarked;
