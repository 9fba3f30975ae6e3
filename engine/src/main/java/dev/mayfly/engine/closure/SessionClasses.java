package dev.mayfly.engine.closure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a session knows of the classes that its cells made. A variable of the session is a static field of a top-level
 * class among them, named as the variable; what a cell declares is nested in one. Safe for use by many threads.
 */
public interface SessionClasses {
    /** The byte code of a class that a cell made, as the compiler wrote it. */
    Optional<byte[]> bytes(String binaryName);

    /** Loads the classes of the session, and all that they see. */
    ClassLoader loader();

    /** The jars and class folders that cells added. */
    List<Path> jars();
}
