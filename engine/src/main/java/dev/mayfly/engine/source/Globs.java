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

    /** The files of one name, sorted. */
    static List<Path> expand(String glob) {
        try {
            Path literal = literal(glob);
            if (literal != null && Files.isDirectory(literal)) {
                return filesOf(literal);
            }
            if (literal != null && Files.exists(literal)) {
                return List.of(requireReadable(literal));
            }
            if (firstWild(glob) < 0) {
                throw new IllegalArgumentException(
                        glob + " does not exist (looked in " + Path.of("").toAbsolutePath() + "): check the name");
            }
            return matches(glob);
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

    private static List<Path> matches(String glob) throws IOException {
        int slash = glob.lastIndexOf('/', firstWild(glob));
        Path base = Path.of(slash < 0 ? "" : glob.substring(0, slash + 1));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + normal(glob));
        int depth = glob.contains("**")
                ? Integer.MAX_VALUE
                : (int) glob.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
        List<Path> files = List.of();
        if (Files.isDirectory(base)) {
            try (Stream<Path> entries = Files.walk(base, depth)) {
                files = entries.filter(Globs::isData)
                        .filter(matcher::matches)
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    glob + " matches no file in " + base.toAbsolutePath() + ": check the pattern");
        }
        files.forEach(Globs::requireReadable);
        return files;
    }

    private static String normal(String glob) {
        return glob.startsWith("./") ? glob.substring(2) : glob;
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

    private static @Nullable Path literal(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
