package dev.mayfly.kernel.session;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler sees: the JDK and the session's class path, instead of all jars that the process runs on, each of
 * which it would open before the first cell.
 */
final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
        implements StandardJavaFileManager {
    private final List<Archive> classPath;
    private final Map<Path, JarClasses> jars = new LinkedHashMap<>();
    private final Map<Location, Optional<JdkClasses>> modules = new HashMap<>();

    CompilerFiles(StandardJavaFileManager files, List<Archive> classPath) {
        super(files);
        this.classPath = new ArrayList<>(classPath);
        apply();
    }

    /**
     * Adds jars or folders; none of them where one cannot be read.
     *
     * @throws UncheckedIOException if a file is no jar; the message names it
     */
    void add(List<Path> paths) {
        Map<Path, JarClasses> opened = new LinkedHashMap<>();
        List<Archive> added = new ArrayList<>();
        for (Path path : paths) {
            Archive archive = new Archive(path, "");
            added.add(archive);
            if (Files.isRegularFile(path) && !jars.containsKey(path) && !opened.containsKey(path)) {
                opened.put(path, opened(archive, opened.values()));
            }
        }
        jars.putAll(opened);
        classPath.addAll(added);
        apply();
    }

    /** Opens a jar, or closes those that were opened before it. */
    private static JarClasses opened(Archive archive, Collection<JarClasses> before) {
        JarClasses jar = new JarClasses(archive);
        try {
            jar.open();
            return jar;
        } catch (IOException e) {
            for (JarClasses other : before) {
                try {
                    other.close();
                } catch (IOException notClosed) {
                    e.addSuppressed(notClosed);
                }
            }
            throw new UncheckedIOException("cannot read " + archive.path() + " as a jar: " + e.getMessage(), e);
        }
    }

    /** Opens all jars: from then on they are as they are now, whatever becomes of the files. */
    void open() throws IOException {
        for (JarClasses jar : jars.values()) {
            jar.open();
        }
    }

    /** The compiler's own manager has the folders, this one the jars. */
    private void apply() {
        List<Path> folders = new ArrayList<>();
        for (Archive archive : classPath) {
            Path path = archive.path();
            if (!jars.containsKey(path)) {
                if (Files.isRegularFile(path)) {
                    jars.put(path, new JarClasses(archive));
                } else {
                    folders.add(path);
                }
            }
        }
        try {
            fileManager.setLocationFromPaths(StandardLocation.CLASS_PATH, folders);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the compiler's class path to " + classPath, e);
        }
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        JdkClasses module = recurse || !kinds.contains(JavaFileObject.Kind.CLASS) ? null : module(location);
        if (module != null) {
            return module.list(packageName);
        }
        Iterable<JavaFileObject> theirs = fileManager.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH || !kinds.contains(JavaFileObject.Kind.CLASS)) {
            return theirs;
        }
        List<JavaFileObject> all = new ArrayList<>();
        for (JarClasses jar : jars.values()) {
            jar.addTo(all, packageName);
        }
        theirs.forEach(all::add);
        return all;
    }

    /** Null where the location is no module of the JDK. */
    private @Nullable JdkClasses module(Location location) {
        if (location instanceof StandardLocation || location.isModuleOrientedLocation()) {
            return null;
        }
        return modules.computeIfAbsent(location, this::find).orElse(null);
    }

    private Optional<JdkClasses> find(Location location) {
        List<Path> roots = new ArrayList<>();
        Iterable<? extends Path> known = fileManager.getLocationAsPaths(location);
        if (known != null) {
            known.forEach(roots::add);
        }
        return roots.size() == 1 && JdkClasses.isJdk(roots.get(0))
                ? Optional.of(new JdkClasses(roots.get(0)))
                : Optional.empty();
    }

    /**
     * Where the compiler looks for plug-ins of its own, for each snippet several times: in no jar. It would open every one
     * that the process runs on, and look into each again and again.
     */
    @Override
    public ClassLoader getClassLoader(Location location) {
        return ClassLoader.getPlatformClassLoader();
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof CompiledClass ours ? ours.binaryName() : fileManager.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        return (one instanceof CompiledClass || other instanceof CompiledClass)
                ? one.equals(other)
                : fileManager.isSameFile(one, other);
    }

    @Override
    public boolean contains(Location location, FileObject file) throws IOException {
        if (file instanceof JdkClass theirs) {
            JdkClasses module = module(location);
            return module != null && theirs.path().startsWith(module.root());
        }
        return file instanceof JarClass
                ? location == StandardLocation.CLASS_PATH
                : fileManager.contains(location, file);
    }

    @Override
    public void close() throws IOException {
        for (JarClasses jar : jars.values()) {
            jar.close();
        }
        fileManager.close();
    }

    @Override
    public boolean handleOption(String current, Iterator<String> remaining) {
        if (current.equals("-classpath")) {
            // JShell resets the whole class path when one entry is added, to the process's plus the new one.
            remaining.next();
            apply();
            return true;
        }
        return super.handleOption(current, remaining);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(location, files);
    }

    @Override
    public void setLocationFromPaths(Location location, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(location, paths);
    }

    @Override
    public Iterable<? extends File> getLocation(Location location) {
        if (location == StandardLocation.CLASS_PATH) {
            return classPath.stream().map(archive -> archive.path().toFile()).toList();
        }
        return fileManager.getLocation(location);
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location location) {
        if (location == StandardLocation.CLASS_PATH) {
            return classPath.stream().map(Archive::path).toList();
        }
        return fileManager.getLocationAsPaths(location);
    }

    @Override
    public Path asPath(FileObject file) {
        if (file instanceof JarClass ours) {
            return ours.path();
        }
        if (file instanceof JdkClass theirs) {
            return theirs.path();
        }
        return fileManager.asPath(file);
    }
}
