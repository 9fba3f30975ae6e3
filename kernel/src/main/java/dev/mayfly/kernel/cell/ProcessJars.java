package dev.mayfly.kernel.cell;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The jars that the process runs on. Their classes come before those of any jar that a cell adds: another version of one of
 * them would be seen by the compiler alone.
 */
final class ProcessJars {
    private static final Pattern NAME = Pattern.compile("(?<artifact>.+?)-(?<version>\\d[\\w.+-]*)\\.jar");

    private final String classPath;
    /** Null until a jar is asked for, which few sessions do. */
    private @Nullable Map<String, Jar> jars;

    /** A jar with the version that its name says. */
    record Jar(Path file, String version) {}

    private ProcessJars(String classPath) {
        this.classPath = classPath;
    }

    static ProcessJars ofThisProcess() {
        return new ProcessJars(System.getProperty("java.class.path", ""));
    }

    synchronized Optional<Jar> of(String artifact) {
        if (jars == null) {
            jars = named(classPath);
        }
        return Optional.ofNullable(jars.get(artifact));
    }

    private static Map<String, Jar> named(String classPath) {
        Map<String, Jar> jars = new HashMap<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path file = Path.of(entry);
            Matcher name = NAME.matcher(FileNames.fileName(file));
            if (name.matches()) {
                jars.putIfAbsent(name.group("artifact"), new Jar(file, name.group("version")));
            }
        }
        return jars;
    }
}
