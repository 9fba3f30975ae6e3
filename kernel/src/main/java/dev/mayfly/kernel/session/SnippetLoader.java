package dev.mayfly.kernel.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of a session: its snippets, then the jars that were added. It keeps the bytes of each snippet's classes
 * as the compiler made them, and loads them woven.
 */
final class SnippetLoader extends URLClassLoader {
    private final Map<String, byte[]> original = new ConcurrentHashMap<>();
    private final Map<String, byte[]> pending = new ConcurrentHashMap<>();
    private final Set<String> names = new ConcurrentSkipListSet<>();
    private final Map<String, Object> contexts = new ConcurrentHashMap<>();

    SnippetLoader(ClassLoader parent) {
        super("session", new URL[0], parent);
    }

    /** Loads classes that belong together. */
    void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] loaded = new boolean[classes.length];
        try {
            for (ClassBytecodes one : classes) {
                original.put(one.name(), one.bytecodes());
                names.add(one.name());
                pending.put(one.name(), Weaver.weave(one.bytecodes()));
            }
            for (int i = 0; i < classes.length; i++) {
                // Asking for its methods makes the JVM link it as far as it can fail.
                var unused = loadClass(classes[i].name()).getDeclaredMethods();
                loaded[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            throw new ClassInstallException("cannot load a snippet: " + e, loaded);
        }
    }

    /** Makes a class of a parent loader the session's own: its static state begins here, anew, with a context. */
    void adopt(Class<?> type, Object context) {
        String resource = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(type + " has no class file");
            }
            contexts.put(type.getName(), context);
            pending.put(type.getName(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + type, e);
        }
    }

    /** What {@link #adopt} was given with a class. */
    Object context(String name) {
        Object context = contexts.get(name);
        if (context == null) {
            throw new IllegalStateException(name + " was not given to this session");
        }
        return context;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        // No jar has snippets: to ask the loaders above would have them look into each.
        if (!contexts.containsKey(name) && !SnippetNames.isSnippet(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = pending.remove(name);
        return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
    }

    /** Code of a snippet lies in no file, and no jar is opened to look for it. */
    @Override
    public @Nullable URL getResource(String name) {
        return code(name) == null ? super.getResource(name) : null;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] code = code(name);
        return code == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(code);
    }

    /** What the compiler made of a snippet; null where a resource is none. */
    private byte @Nullable [] code(String resource) {
        return resource.startsWith("REPL/") && resource.endsWith(".class")
                ? original.get(resource.substring(0, resource.length() - ".class".length())
                        .replace('/', '.'))
                : null;
    }

    /** The bytes of a snippet's class as the compiler made them. */
    Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(original.get(name)).map(byte[]::clone);
    }

    /** The names of all classes that snippets made. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** Adds a jar or folder. */
    void add(Path path) {
        try {
            addURL(path.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a path that a class can be loaded from: " + path, e);
        }
    }
}
