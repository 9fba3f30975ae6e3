package dev.mayfly.engine.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads a class and those within it anew, and keeps their code, as the loader of a session does. */
final class KeptCode extends ClassLoader {
    private final String name;
    private final String file;
    private final boolean isKept;

    private KeptCode(Class<?> code, boolean isKept) {
        super(code.getClassLoader());
        this.name = code.getName();
        this.file = name.replace('.', '/');
        this.isKept = isKept;
    }

    /**
     * An object of such a class.
     *
     * @param isKept whether the loader has the code from itself, and not from a file
     */
    static <T> T load(Class<T> type, Class<? extends T> code, boolean isKept) {
        try {
            Constructor<?> made =
                    new KeptCode(code, isKept).loadClass(code.getName()).getDeclaredConstructor();
            made.setAccessible(true);
            return type.cast(made.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the functions cannot be loaded", e);
        }
    }

    @Override
    protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
        if (!isOf(name, wanted) || findLoadedClass(wanted) != null) {
            return super.loadClass(wanted, resolve);
        }
        try (InputStream in =
                Objects.requireNonNull(getParent().getResourceAsStream(wanted.replace('.', '/') + ".class"))) {
            byte[] code = in.readAllBytes();
            return defineClass(wanted, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(wanted, e);
        }
    }

    @Override
    public @Nullable URL getResource(String wanted) {
        return isKept && isOf(file, wanted.replace(".class", "")) ? null : super.getResource(wanted);
    }

    private static boolean isOf(String name, String wanted) {
        return wanted.equals(name) || wanted.startsWith(name + "$");
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String wanted) {
        try (InputStream in = super.getParent().getResourceAsStream(wanted)) {
            return in == null ? null : new ByteArrayInputStream(in.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
