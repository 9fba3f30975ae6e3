package dev.mayfly.kernel.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The classes of one jar by package, for the compiler. The compiler's own view of a jar is a file system of which it visits
 * every file and folder; this one reads the jar's directory once, which takes a fraction of that.
 */
final class JarClasses implements AutoCloseable {
    private final Path path;
    private final JarFile jar;
    private final Map<String, List<JarEntry>> packages = new HashMap<>();

    /** Reads a jar's directory; in a jar of several releases, what this JVM would load. */
    JarClasses(Path path) throws IOException {
        this.path = path;
        this.jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion());
        try (Stream<JarEntry> entries = jar.isMultiRelease() ? jar.versionedStream() : jar.stream()) {
            entries.filter(entry -> entry.getName().endsWith(JarClass.SUFFIX)).forEach(entry -> {
                String name = entry.getName();
                String folder = name.substring(0, Math.max(0, name.lastIndexOf('/')));
                packages.computeIfAbsent(folder.replace('/', '.'), any -> new ArrayList<>())
                        .add(entry);
            });
        }
    }

    /** Adds the classes of a package, without those of packages below it. */
    void addTo(List<? super JarClass> classes, String packageName) {
        for (JarEntry entry : packages.getOrDefault(packageName, List.of())) {
            classes.add(new JarClass(path, jar, entry));
        }
    }

    @Override
    public void close() throws IOException {
        jar.close();
    }
}
