package dev.mayfly.kernel.cell;

import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.kernel.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The classes of a session's cells, as functions that are shipped need them.
 *
 * @param added the jars that cells added so far
 */
record CellClasses(Session session, Supplier<List<Path>> added) implements SessionClasses {
    @Override
    public Optional<byte[]> bytes(String binaryName) {
        return session.classBytes(binaryName);
    }

    @Override
    public ClassLoader loader() {
        return session.classLoader();
    }

    @Override
    public List<Path> jars() {
        return added.get();
    }
}
