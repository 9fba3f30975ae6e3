package dev.mayfly.kernel.session;

import java.util.List;

/**
 * What a session is opened with.
 *
 * @param classPath what code in cells may name without adding a jar. The compiler reads the directory of each of these files,
 *     so a short list starts faster; classes of the kernel's own class loader are there at run time in any case
 * @param parent the class loader above the session's
 */
public record SessionOptions(List<Archive> classPath, ClassLoader parent) {
    public SessionOptions {
        classPath = List.copyOf(classPath);
    }
}
