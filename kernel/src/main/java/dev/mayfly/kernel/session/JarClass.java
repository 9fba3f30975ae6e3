package dev.mayfly.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A class in a jar, as the compiler reads it.
 *
 * @param path the jar's
 */
record JarClass(Path path, JarFile jar, JarEntry entry) implements CompiledClass {
    @Override
    public String binaryName() {
        String name = entry.getName();
        return name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
    }

    @Override
    public InputStream openInputStream() throws IOException {
        return jar.getInputStream(entry);
    }

    @Override
    public URI toUri() {
        return path.toUri().resolve("#" + binaryName().replace("$", "%24"));
    }

    @Override
    public String getName() {
        return path + "(" + entry.getName() + ")";
    }

    @Override
    public long getLastModified() {
        return entry.getTime();
    }
}
