package dev.mayfly.kernel.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mayfly.kernel.session.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StartUpTest {
    /** Texts of the compiler's, which no cell names. */
    private static final String TEXTS = "(com/sun/tools/javac|jdk/jshell)/resources/spi/.*";

    /** A jar is not opened for a package outside its root: what was there would not be seen. */
    @Test
    void noClassIsOutsideTheRootOfItsArchive() throws IOException {
        for (Archive archive : StartUp.options().classPath()) {
            List<String> classes = classes(archive.path());
            assertTrue(classes.size() > 3, () -> archive + " has classes");
            String folder = archive.root().replace('.', '/') + "/";
            assertEquals(
                    List.of(),
                    classes.stream()
                            .filter(name -> !name.startsWith(folder)
                                    && !name.endsWith("module-info.class")
                                    && !name.matches(TEXTS))
                            .toList(),
                    archive::toString);
        }
    }

    private static List<String> classes(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.walk(path)) {
                return files.map(file -> path.relativize(file).toString())
                        .filter(name -> name.endsWith(".class"))
                        .toList();
            }
        }
        try (JarFile jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
            return jar.versionedStream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }
}
