package dev.mayfly.kernel.session;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a session is opened with.
 *
 * @param classPath what code in cells may name without adding a jar. The compiler opens each of these files, so a short
 *     list starts faster; classes of the kernel's own class loader are there at run time in any case
 * @param parent the class loader above the session's
 */
public record SessionOptions(List<Path> classPath, ClassLoader parent) {
    public SessionOptions {
        classPath = List.copyOf(classPath);
    }

    /** Everything that this process was started with. */
    public static SessionOptions ofThisProcess() {
        List<Path> paths = Arrays.stream(
                        System.getProperty("java.class.path", "").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        return new SessionOptions(paths, Session.class.getClassLoader());
    }

    /** The same with another class path for the compiler. */
    public SessionOptions withClassPath(List<Path> paths) {
        return new SessionOptions(paths, parent);
    }
}
