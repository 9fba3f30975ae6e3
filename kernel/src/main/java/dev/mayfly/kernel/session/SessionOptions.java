package dev.mayfly.kernel.session;

import java.net.URISyntaxException;
import java.nio.file.Path;
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

    /** What these classes were loaded from, and their loader above the session's: that of the first. */
    public static SessionOptions of(List<Class<?>> types) {
        List<Path> paths = types.stream().map(SessionOptions::origin).distinct().toList();
        return new SessionOptions(paths, types.get(0).getClassLoader());
    }

    private static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(type + " comes from no file", e);
        }
    }
}
