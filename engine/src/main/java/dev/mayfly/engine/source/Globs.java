package dev.mayfly.engine.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files that a file name, a folder or a pattern stands for; never none. */
final class Globs {
    private static final String WILD = "*?[{";

    private Globs() {}

    /** The files of one name, sorted; a relative one starts from the folder. */
    static List<Path> expand(Path folder, String glob) {
        try {
            Path literal = literal(folder, glob);
            if (literal != null && Files.isDirectory(literal)) {
                return filesOf(literal);
            }
            if (literal != null && Files.exists(literal)) {
                return List.of(requireReadable(literal));
            }
            if (firstWild(glob) < 0) {
                throw new IllegalArgumentException(
                        glob + " does not exist (looked in " + folder.toAbsolutePath() + "): check the name");
            }
            return matches(folder, glob);
        } catch (IOException e) {
            throw new IllegalArgumentException(glob + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        if (!Files.isReadable(folder)) {
            throw new IllegalArgumentException(folder + " cannot be listed by this user: check its permissions");
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(Globs::isData).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    folder + " holds no file itself: name a file, or say \"" + folder + "/**\" for all below it");
        }
        files.forEach(Globs::requireReadable);
        return files;
    }

    private static List<Path> matches(Path folder, String name) throws IOException {
        String glob = name.startsWith("./") ? name.substring(2) : name;
        int slash = glob.lastIndexOf('/', firstWild(glob));
        Path base = folder.resolve(slash < 0 ? "" : glob.substring(0, slash + 1));
        // The pattern is matched against what follows the folder, whose own name may hold a bracket or a star.
        int skip = Path.of(glob.substring(0, Math.max(0, slash + 1))).isAbsolute() ? 0 : namesIn(folder);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        int depth = glob.contains("**")
                ? Integer.MAX_VALUE
                : (int) glob.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
        List<Path> files = List.of();
        if (Files.isDirectory(base)) {
            try (Stream<Path> entries = Files.walk(base, depth)) {
                files = entries.filter(Globs::isData)
                        .filter(file -> matcher.matches(skip == 0 ? file : file.subpath(skip, file.getNameCount())))
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    name + " matches no file in " + base.toAbsolutePath() + ": check the pattern");
        }
        files.forEach(Globs::requireReadable);
        return files;
    }

    private static int namesIn(Path folder) {
        return folder.toString().isEmpty() ? 0 : folder.getNameCount();
    }

    private static boolean isData(Path path) {
        return Files.isRegularFile(path) && !path.getFileName().toString().startsWith(".");
    }

    private static Path requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " cannot be read by this user: check its permissions");
        }
        return file;
    }

    private static int firstWild(String glob) {
        for (int i = 0; i < glob.length(); i++) {
            if (WILD.indexOf(glob.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Path literal(Path folder, String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
