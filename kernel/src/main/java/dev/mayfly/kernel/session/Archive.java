package dev.mayfly.kernel.session;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * A jar, or a folder of classes, that the compiler sees.
 *
 * @param root the package that all of a jar's classes are in or below, which is then not opened before code names that
 *     package; empty where that is not known
 */
public record Archive(Path path, String root) {
    /** What a class was loaded from. */
    public static Archive of(Class<?> type, String root) {
        try {
            return new Archive(
                    Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()),
                    root);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(type + " comes from no file", e);
        }
    }

    /** Whether there may be classes of a package. */
    boolean mayHave(String packageName) {
        return packageName.startsWith(root)
                && (root.isEmpty()
                        || packageName.length() == root.length()
                        || packageName.charAt(root.length()) == '.');
    }
}
