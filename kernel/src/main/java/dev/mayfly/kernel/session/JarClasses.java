package dev.mayfly.kernel.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one jar by package, for the compiler. The compiler's own view of a jar is a file system of which it visits
 * every file and folder; this one reads the jar's directory once, which takes a fraction of that, and only when one of its
 * packages is asked for.
 */
final class JarClasses implements AutoCloseable {
    private final Archive archive;
    private @Nullable JarFile jar;
    private final Map<String, List<JarEntry>> packages = new HashMap<>();

    JarClasses(Archive archive) {
        this.archive = archive;
    }

    /** Opens the jar, if it is not open yet. From then on it is as it is now, whatever becomes of the file. */
    JarFile open() throws IOException {
        if (jar == null) {
            JarFile opened = new JarFile(archive.path().toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion());
            try {
                read(opened);
            } catch (RuntimeException e) {
                packages.clear();
                opened.close();
                throw new IOException(archive.path() + " is no jar that can be read: " + e.getMessage(), e);
            }
            jar = opened;
        }
        return jar;
    }

    /** Reads the jar's directory; in a jar of several releases, what this JVM would load. */
    private void read(JarFile opened) {
        if (opened.isMultiRelease()) {
            opened.versionedStream().forEach(this::add);
        } else {
            Enumeration<JarEntry> entries = opened.entries();
            while (entries.hasMoreElements()) {
                add(entries.nextElement());
            }
        }
    }

    private void add(JarEntry entry) {
        String name = entry.getName();
        if (name.endsWith(CompiledClass.SUFFIX)) {
            String folder = name.substring(0, Math.max(0, name.lastIndexOf('/')));
            packages.computeIfAbsent(folder.replace('/', '.'), any -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** Adds the classes of a package, without those of packages below it. */
    void addTo(List<? super JarClass> classes, String packageName) throws IOException {
        if (!archive.mayHave(packageName)) {
            return;
        }
        JarFile opened = open();
        for (JarEntry entry : packages.getOrDefault(packageName, List.of())) {
            classes.add(new JarClass(archive.path(), opened, entry));
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }
}
