package dev.mayfly.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/**
 * A class in a jar, as the compiler reads it.
 *
 * @param path the jar's
 */
record JarClass(Path path, JarFile jar, JarEntry entry) implements JavaFileObject {
    static final String SUFFIX = ".class";

    /** {@code java.util.Map$Entry}. */
    String binaryName() {
        String name = entry.getName();
        return name.substring(0, name.length() - SUFFIX.length()).replace('/', '.');
    }

    @Override
    public InputStream openInputStream() throws IOException {
        return jar.getInputStream(entry);
    }

    @Override
    public Kind getKind() {
        return Kind.CLASS;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        String name = binaryName();
        return kind == Kind.CLASS && name.substring(name.lastIndexOf('.') + 1).equals(simpleName);
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

    @Override
    public @Nullable NestingKind getNestingKind() {
        return null;
    }

    @Override
    public @Nullable Modifier getAccessLevel() {
        return null;
    }

    @Override
    public Reader openReader(boolean ignoreEncodingErrors) {
        throw notText();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        throw notText();
    }

    @Override
    public OutputStream openOutputStream() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override
    public Writer openWriter() {
        throw new UnsupportedOperationException(getName() + " is only read");
    }

    @Override
    public boolean delete() {
        return false;
    }

    private UnsupportedOperationException notText() {
        return new UnsupportedOperationException(getName() + " is byte code, not text");
    }
}
