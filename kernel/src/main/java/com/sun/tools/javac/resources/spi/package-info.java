/**
 * Names that the JDK asks for, found at once. Before the compiler takes its texts, the JDK looks for somebody else who has
 * them, by the name of a class in this package and of a file for the person's language, in every jar that the process runs
 * on: to open two hundred of them takes as long as a session's first value. So the first jar has a class of each name,
 * which provides nothing, and for English, which the compiler speaks anyway, an empty file.
 */
@NullMarked
package com.sun.tools.javac.resources.spi;

import org.jspecify.annotations.NullMarked;
