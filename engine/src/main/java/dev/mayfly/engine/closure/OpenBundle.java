package dev.mayfly.engine.closure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bundle in the process that runs it: its classes, loaded apart from those of any other bundle, with the session's
 * values in their static fields. Safe for use by many threads.
 */
public final class OpenBundle implements AutoCloseable {
    private final Loader loader;
    private final byte[] value;

    private OpenBundle(Loader loader, byte[] value) {
        this.loader = loader;
        this.value = value;
    }

    /**
     * Opens a bundle.
     *
     * @param parent finds the runtime of nodes
     * @param files the folder of the files that the bundle needs
     * @throws IOException if this process cannot run it; the message is the user's
     */
    public static OpenBundle open(Bundle bundle, ClassLoader parent, Path files) throws IOException {
        int here = Runtime.version().feature();
        if (here < bundle.javaFeature()) {
            throw new IOException("the session runs on Java " + bundle.javaFeature() + " and the node on Java " + here
                    + ", which cannot load its cells: start the cluster with Java " + bundle.javaFeature()
                    + " or later, or the session with Java " + here);
        }
        Loader loader = new Loader(bundle, parent, jars(bundle.files(), files));
        for (Bundle.Variable variable : bundle.variables()) {
            try {
                Field field = Class.forName(variable.owner(), true, loader).getDeclaredField(variable.name());
                field.setAccessible(true);
                field.set(null, loader.read(variable.value()));
            } catch (ReflectiveOperationException e) {
                throw new IOException("the variable " + variable.name() + " of the session cannot be set here", e);
            }
        }
        return new OpenBundle(loader, bundle.value());
    }

    private static URL[] jars(List<Bundle.NeededFile> files, Path folder) throws MalformedURLException {
        List<Path> jars = files.stream()
                .filter(Bundle.NeededFile::isJar)
                .map(file -> folder.resolve(file.digest()))
                .toList();
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    /** The value, made anew. */
    public Object value() throws IOException {
        return Objects.requireNonNull(loader.read(value), "value is null");
    }

    /** The classes of the cells, then what the process knows. */
    public ClassLoader loader() {
        return loader;
    }

    /** Closes the jars; classes that were not loaded yet cannot be any more. */
    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static final class Loader extends URLClassLoader {
        private static final String CLASS = ".class";

        private final Map<String, byte[]> classes;

        Loader(Bundle bundle, ClassLoader parent, URL[] jars) {
            super("bundle " + bundle.id().substring(0, 8), jars, parent);
            this.classes = bundle.classes();
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            return code == null ? super.findClass(name) : defineClass(name, code, 0, code.length);
        }

        /** Code of the bundle lies in no file, and no jar is opened to look for it. */
        @Override
        public @Nullable URL getResource(String name) {
            return code(name) == null ? super.getResource(name) : null;
        }

        /** The code of a class of the bundle is there for who wants to see what a function does. */
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte[] code = code(name);
            return code == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(code);
        }

        private byte @Nullable [] code(String resource) {
            return resource.endsWith(CLASS)
                    ? classes.get(resource.substring(0, resource.length() - CLASS.length())
                            .replace('/', '.'))
                    : null;
        }

        @Nullable
        Object read(byte[] bytes) throws IOException {
            try (ObjectInputStream in = new Reader(new ByteArrayInputStream(bytes))) {
                return in.readObject();
            } catch (ClassNotFoundException e) {
                throw new IOException("a class that the job needs is not on this node: " + e.getMessage(), e);
            }
        }

        private final class Reader extends ObjectInputStream {
            Reader(InputStream in) throws IOException {
                super(in);
            }

            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(description.getName(), false, Loader.this);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(description); // a primitive's
                }
            }

            /** The classes of cells travel in another form than they have in the session: their versions differ. */
            @Override
            protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
                ObjectStreamClass sent = super.readClassDescriptor();
                if (!classes.containsKey(sent.getName())) {
                    return sent;
                }
                ObjectStreamClass here = ObjectStreamClass.lookup(Class.forName(sent.getName(), false, Loader.this));
                return here == null ? sent : here;
            }
        }
    }
}
