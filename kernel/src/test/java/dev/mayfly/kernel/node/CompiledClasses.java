package dev.mayfly.kernel.node;

import dev.mayfly.engine.closure.SessionClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A compiled class of the tests and its nested ones as if cells had made them: no node has them.
 *
 * @param type the outermost class
 */
record CompiledClasses(Class<?> type) implements SessionClasses {
    @Override
    public Optional<byte[]> bytes(String binaryName) {
        if (!binaryName.equals(type.getName()) && !binaryName.startsWith(type.getName() + "$")) {
            return Optional.empty();
        }
        String file = binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ClassLoader loader() {
        return type.getClassLoader();
    }

    @Override
    public List<Path> jars() {
        return List.of();
    }
}
