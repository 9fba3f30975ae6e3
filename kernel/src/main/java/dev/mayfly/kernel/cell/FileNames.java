package dev.mayfly.kernel.cell;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of files, relative to a folder. */
final class FileNames {
    private static final int MOST = 200;

    private FileNames() {}

    /**
     * The files that a name or a pattern in its last part stands for.
     *
     * @throws MagicException if there is none
     */
    static List<Path> matching(Path folder, String name) throws MagicException {
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        try {
            if (last.chars().noneMatch(c -> "*?[{".indexOf(c) >= 0)) {
                Path path = folder.resolve(name);
                if (!Files.exists(path)) {
                    throw new MagicException(name + " does not exist (looked in " + folder.toAbsolutePath() + ")");
                }
                return List.of(path);
            }
            List<Path> found = list(folder.resolve(name.substring(0, slash + 1)), last);
            if (found.isEmpty()) {
                throw new MagicException(name + " matches no file in " + folder.toAbsolutePath());
            }
            return found;
        } catch (IOException | InvalidPathException e) {
            throw new MagicException(name + " cannot be read: " + e.getMessage());
        }
    }

    /** How the name that is typed so far could go on, folders with a slash at their end. */
    static List<String> completing(Path start, String typed) {
        int slash = typed.lastIndexOf('/');
        String folder = typed.substring(0, slash + 1);
        String prefix = typed.substring(slash + 1);
        List<String> names = new ArrayList<>();
        try {
            for (Path path : list(start.resolve(folder), "*")) {
                String name = fileName(path);
                boolean hidden = name.startsWith(".") && !prefix.startsWith(".");
                if (name.startsWith(prefix) && !hidden && names.size() < MOST) {
                    names.add(folder + name + (Files.isDirectory(path) ? "/" : ""));
                }
            }
        } catch (IOException | InvalidPathException e) {
            // Nothing to offer where nothing can be listed; the person is still typing.
            return List.of();
        }
        return names;
    }

    private static List<Path> list(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(found::add);
        }
        found.sort(null);
        return found;
    }

    static String fileName(Path path) {
        @Nullable Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
